import hashlib
import re

from asn1crypto import cms
from django.db import connection, migrations, models

from buzon.bitacora.inmutables import proteger

_FIRMA = re.compile(rb"/Contents <([0-9a-fA-F]+)>")
# The log names the seal of each document: one of each suffices. It reads the log once.
_UNO_DE_CADA_SELLO = """
SELECT DISTINCT ON (detalle->>'sello') detalle->>'sha256', creado_en
FROM bitacora_asiento WHERE evento = 'documento.sellado' ORDER BY detalle->>'sello', id
"""


def certificado_que_sello(pdf):
    """Return the certificate (DER) of the only signature of a document of ours."""
    contenido = max((hallado[1] for hallado in _FIRMA.finditer(pdf)), key=len)
    firmado = cms.ContentInfo.load(bytes.fromhex(contenido.decode("ascii")))["content"]
    quien = firmado["signer_infos"][0]["sid"].chosen
    certificados = (certificado.chosen for certificado in firmado["certificates"])
    return next(
        uno
        for uno in certificados
        if uno.serial_number == quien["serial_number"].native and uno.issuer == quien["issuer"]
    ).dump()


def recordar_los_de_antes(apps, _editor):
    """Keep the certificates of the documents that are sealed already."""
    documento, usado = (apps.get_model("documentos", nombre) for nombre in ("Documento", "SelloUsado"))
    with connection.cursor() as cursor:
        cursor.execute(_UNO_DE_CADA_SELLO)
        primeros = cursor.fetchall()
    for sha256, desde in primeros:
        sellado = documento.objects.filter(sha256=sha256, estado="SELLADO").only("pdf").first()
        if sellado is not None:
            der = certificado_que_sello(bytes(sellado.pdf))
            usado.objects.get_or_create(
                sha256=hashlib.sha256(der).hexdigest(), defaults={"certificado": der, "desde": desde}
            )


class Migration(migrations.Migration):
    """A small new table: the processes of before go on sealing without it, and theirs is the certificate in use."""

    dependencies = [
        ("bitacora", "0001_initial"),
        ("documentos", "0004_leer_documento"),
    ]

    operations = [
        migrations.CreateModel(
            name="SelloUsado",
            fields=[
                (
                    "sha256",
                    models.CharField(
                        help_text="of the certificate, in DER",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("certificado", models.BinaryField(help_text="DER")),
                ("desde", models.DateTimeField(help_text="when the first document was sealed with it")),
            ],
            options={
                "verbose_name": "certificado del sello",
                "verbose_name_plural": "certificados del sello",
                "default_permissions": (),
            },
        ),
        migrations.RunPython(recordar_los_de_antes, migrations.RunPython.noop),
        proteger("documentos_sellousado"),
    ]
