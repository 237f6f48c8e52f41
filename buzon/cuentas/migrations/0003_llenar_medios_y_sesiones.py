"""What earlier rows say in the new columns, and the immutability of signed changes."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from buzon.bitacora.inmutables import proteger
from buzon.efirma.certificado import leer_certificado

LLENAR = """
    UPDATE cuentas_ingreso SET actividad_en = ocurrido_en;
    UPDATE cuentas_mediocontacto SET principal = true WHERE confirmado_en IS NOT NULL;
"""


def leer_vigencias(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Each taxpayer's e.firma is that of the last entry."""
    contribuyente = apps.get_model("cuentas", "Contribuyente")
    ultimos = apps.get_model("cuentas", "Ingreso").objects.order_by("contribuyente_id", "-ocurrido_en")
    for ingreso in ultimos.distinct("contribuyente_id").iterator(chunk_size=500):
        certificado = leer_certificado(bytes(ingreso.certificado))
        contribuyente.objects.filter(pk=ingreso.contribuyente_id).update(
            efirma_numero=certificado.numero, efirma_hasta=certificado.hasta
        )


class Migration(migrations.Migration):
    dependencies = [("cuentas", "0002_medios_y_sesiones")]

    operations = [
        migrations.RunSQL(LLENAR, migrations.RunSQL.noop),
        migrations.RunPython(leer_vigencias, migrations.RunPython.noop),
        proteger("cuentas_cambiodemedio"),
    ]
