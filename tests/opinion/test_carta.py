"""The sealed PDF of an opinion: what it says, how many pages it takes, and who accepts its seals."""

import base64
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import segno
from asn1crypto import pem
from asn1crypto import x509 as asn1
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from buzon.documentos import services as documentos
from buzon.documentos.contenido import Contenido
from buzon.documentos.models import Documento
from buzon.padron.hechos import EstadoRegistro, Hechos, Origen, SituacionCredito, TipoCredito
from buzon.padron.services import guardar_hechos
from opinion.emision import emitir_opinion
from opinion.huella import Titular
from opinion.models import OpinionEmitida
from tests.buzon.documentos.herramientas import correr, texto_de
from tests.buzon.padron.fabricas import RFC, convenio, credito, hechos, oficina, registro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gente_demo")]
TITULAR = Titular(RFC, "ESCUELA KEMPER URGATE SA DE CV", "")
FISICA = Titular("CAÑF770131PA3", "FÉLIX CAÑEDO ÑÚÑEZ & <b>CÍA</b>", "HEGG560427MVZRRL04")
BAJA, HUELGA = EstadoRegistro.BAJA, EstadoRegistro.HUELGA


@pytest.fixture
def emitir(ahora: datetime) -> Callable[..., OpinionEmitida]:
    """Issue the opinion of some facts, and seal it."""
    oficina()

    def emitida(unos: Hechos, titular: Titular = TITULAR) -> OpinionEmitida:
        guardar_hechos(replace(unos, rfc=titular.rfc), ahora=ahora)
        una = emitir_opinion(titular, ahora=ahora)
        assert documentos.sellar(una.documento_id, ahora=timezone.now())
        return OpinionEmitida.objects.select_related("documento").get(pk=una.pk)

    return emitida


def pdf_de(emitida: OpinionEmitida) -> bytes:
    return bytes(emitida.documento.pdf or b"")


def texto(emitida: OpinionEmitida, en: Path) -> str:
    return " ".join(texto_de(pdf_de(emitida), "-layout", en=en).split())


def test_una_negativa_lista_lo_que_debe_por_situacion_y_origen(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path
) -> None:
    rcv = replace(credito(numero="000000002"), origen=Origen.RCV, importe=Decimal("99999.99"))
    emitida = emitir(
        hechos(
            registro(1, creditos=(credito(), rcv, credito(SituacionCredito.PAGADO, numero="000000003"))),
            registro(2, estado=BAJA, b251=True, creditos=(credito(numero="000000004"),)),
            registro(3, estado=HUELGA, creditos=(replace(credito(numero="000000005"), periodo="2026-B4"),)),
        )
    )
    dicho = texto(emitida, tmp_path)
    for frase in (
        "Opinión del Cumplimiento de Obligaciones Fiscales en materia de Seguridad Social",
        "SIN VALIDEZ OFICIAL",
        f"Folio {emitida.folio}",
        "Fecha 23 de noviembre de 2026, 13:10:44 horas",
        "ESCUELA KEMPER URGATE SA DE CV",
        f"Clave de R.F.C. {RFC}",
        "Respuesta de opinión",
        "En los controles electrónicos institucionales",
        "se detectó que tiene a su cargo los créditos fiscales que se listan en el anexo 1",
        "se emite opinión Negativa.",
        "Esta opinión tiene vigencia hasta el 23 de noviembre de 2026, 23:59:59.",
        "Anexo 1. Registros patronales y créditos que cuentan como adeudo",
        "Vigente, IMSS: 1 crédito, $1,234.50",
        "Vigente, RCV: 1 crédito, $99,999.99",
        "B-251, IMSS: 1 crédito",
        "Huelga, IMSS: 1 crédito",
        "bimestre 4 de 2026",
        "Total: 4 créditos, $103,703.49.",
        "ACDO.AS2.HCT.270422/107.P.DIR (DOF 22 de septiembre de 2022)",
        f"Código de verificación: {emitida.documento.codigo}",
        "Página 1 de 2",
    ):
        assert frase in dicho, frase
    assert "000000003" not in dicho
    assert "CURP" not in dicho.split("Cadena original")[0]


def test_una_positiva_lista_trabajadores_y_registros(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path
) -> None:
    dicho = texto(emitir(hechos(registro(1), registro(2, modalidad="40"))), tmp_path)
    for frase in (
        "se emite opinión Positiva.",
        "Anexo 2. Registros patronales y trabajadores",
        "Número de trabajadores: 3.",
        "Y55-00001-10-0 Vigente 3",
        "Y55-00002-40-0 Vigente No cuentan",
    ):
        assert frase in dicho, frase


@pytest.mark.parametrize(
    ("unos", "frases"),
    [
        (Hechos(RFC), ("Anexo 3.", "no existe un registro patronal asociado")),
        (hechos(registro(trabajadores=0)), ("Anexo 4.", "no tiene trabajadores inscritos")),
        (hechos(registro(estado=BAJA)), ("Anexo 5.", "están de baja")),
    ],
)
def test_sin_opinion_dice_por_que(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path, unos: Hechos, frases: tuple[str, ...]
) -> None:
    dicho = texto(emitir(unos), tmp_path)
    assert all(frase in dicho for frase in ("se emite opinión Sin Opinión.", *frases))


def test_las_leyendas_informan_sin_cambiar_el_sentido(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path
) -> None:
    emitida = emitir(hechos(registro(creditos=(credito(SituacionCredito.FIRME, convenio=convenio()),))))
    dicho = texto(emitida, tmp_path)
    assert emitida.sentido == "POSITIVA"
    assert "convenios de pago en proceso" in dicho
    assert "créditos fiscales impugnados" not in dicho
    impugnado = emitir(hechos(registro(creditos=(credito(SituacionCredito.IMPUGNADO),))))
    assert "créditos fiscales impugnados" in texto(impugnado, tmp_path)


def test_los_valores_salen_tal_cual(emitir: Callable[..., OpinionEmitida], tmp_path: Path) -> None:
    dicho = texto(emitir(hechos(registro()), FISICA), tmp_path)
    assert FISICA.nombre in dicho
    assert f"CURP {FISICA.curp}" in dicho


def test_sus_palabras_son_las_mismas_en_cualquier_idioma(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path
) -> None:
    with translation.override("en"):
        assert "Número de trabajadores: 3." in texto(emitir(hechos(registro())), tmp_path)


def test_el_sello_pades_vale_sobre_todo_el_archivo(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path
) -> None:
    pdf = pdf_de(emitir(hechos(registro(creditos=(credito(),)))))
    ancla = Path(settings.BUZON_DATOS) / "demo" / "ac-de-pruebas.pem"
    raices = [asn1.Certificate.load(der) for _, _, der in pem.unarmor(ancla.read_bytes(), multiple=True)]
    (firma,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    estado = validate_pdf_signature(firma, ValidationContext(trust_roots=raices, allow_fetching=False))
    assert estado.bottom_line
    assert estado.trusted
    assert estado.coverage is SignatureCoverageLevel.ENTIRE_FILE
    (tmp_path / "opinion.pdf").write_bytes(pdf)
    salida = correr("pdfsig", "-nocert", "opinion.pdf", en=tmp_path)
    assert "Signature is Valid" in salida
    assert "Total document signed" in salida


def test_openssl_acepta_el_sello_digital_adjunto(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path
) -> None:
    emitida = emitir(hechos(registro()))
    (tmp_path / "opinion.pdf").write_bytes(pdf_de(emitida))
    correr("pdfdetach", "-saveall", "opinion.pdf", en=tmp_path)
    assert (tmp_path / "cadena.txt").read_bytes() == emitida.cadena.encode()
    assert (tmp_path / "sello.bin").read_bytes() == emitida.documento.firma_del_sello
    llave = correr(
        "openssl", "x509", "-inform", "DER", "-in", "certificado.cer", "-pubkey", "-noout", en=tmp_path
    )
    (tmp_path / "llave.pem").write_text(llave)
    dgst = ("dgst", "-sha256", "-verify", "llave.pem", "-signature", "sello.bin", "cadena.txt")
    assert correr("openssl", *dgst, en=tmp_path).strip() == "Verified OK"
    (tmp_path / "cadena.txt").write_bytes(emitida.cadena.encode() + b" ")
    assert "fail" in correr("openssl", *dgst, en=tmp_path, exige_exito=False).lower()


def test_la_cadena_y_los_344_caracteres_del_sello_van_impresos(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path
) -> None:
    emitida = emitir(hechos(registro()))
    crudo = texto_de(pdf_de(emitida), "-raw", en=tmp_path).replace("\n", "")
    sello = base64.b64encode(emitida.documento.firma_del_sello).decode()
    assert len(sello) == 344
    assert sello in crudo
    assert emitida.cadena.replace(" ", "") in crudo.replace(" ", "")


def test_el_qr_lleva_a_su_verificacion(
    emitir: Callable[..., OpinionEmitida], monkeypatch: pytest.MonkeyPatch
) -> None:
    hechas: list[tuple[str, str]] = []
    original = segno.make_qr

    def espia(contenido: str, **opciones: Any) -> segno.QRCode:
        hechas.append((contenido, opciones["encoding"]))
        return original(contenido, **opciones)

    monkeypatch.setattr(segno, "make_qr", espia)
    emitida = emitir(hechos(registro()), FISICA)
    verificar = f"{settings.URL_PUBLICA}/verificar/?folio={emitida.folio}#{emitida.documento.codigo}"
    assert hechas == [(verificar, "utf-8")]


@pytest.mark.parametrize("unos", [Hechos(RFC), hechos(registro()), hechos(registro(creditos=(credito(),)))])
def test_son_dos_paginas_la_respuesta_y_el_anexo_con_los_sellos(
    emitir: Callable[..., OpinionEmitida], tmp_path: Path, unos: Hechos
) -> None:
    emitida = emitir(unos, FISICA)
    respuesta, anexo, _ = texto_de(pdf_de(emitida), "-layout", en=tmp_path).split("\f")
    for frase in ("Respuesta de opinión", "Leyendas", "(Regla Décima)"):
        assert frase in respuesta
        assert frase not in anexo
    for frase in ("Anexo ", "Cadena original", "Sello digital de la cadena", "Código de verificación"):
        assert frase in anexo
    assert "Cadena original" not in respuesta
    assert anexo.index("Anexo ") < anexo.index("Cadena original") < anexo.index("Sello digital")


def llamadas(orden: Callable[[], object]) -> int:
    """Count the calls of functions that it takes: its work, whoever else uses the machine."""
    cuantas = 0

    def contar(*_: object) -> None:
        nonlocal cuantas
        cuantas += 1

    antes = sys.getprofile()
    sys.setprofile(contar)
    try:
        orden()
    finally:
        sys.setprofile(antes)
    return cuantas


def test_mil_quinientos_creditos(emitir: Callable[..., OpinionEmitida], tmp_path: Path) -> None:
    muchos = tuple(
        replace(
            credito(numero=f"{n:09}"),
            tipo=list(TipoCredito)[n % 3],
            origen=list(Origen)[n % 2],
            importe=Decimal(n) + Decimal("1234567.89"),
        )
        for n in range(1500)
    )
    pocos = llamadas(lambda: emitir(hechos(registro(1, creditos=muchos[:375]))))
    emitidas: list[OpinionEmitida] = []
    todos = llamadas(
        lambda: emitidas.append(
            emitir(hechos(registro(1, creditos=muchos[:700]), registro(2, creditos=muchos[700:])))
        )
    )
    assert todos < 5 * pocos, "four times the credits, four times the work"
    emitida = emitidas[0]
    documento = emitida.documento
    paginas = texto_de(pdf_de(emitida), "-layout", en=tmp_path).split("\f")
    assert documento.paginas == len(paginas) - 1 > 20
    assert all(f"{n:09}" in "".join(paginas) for n in range(1500))
    for n, pagina in enumerate(paginas[:-1], start=1):
        assert f"Página {n} de {documento.paginas}" in pagina
        assert "SIN VALIDEZ OFICIAL" in pagina
    assert "Registro patronal" in paginas[10]
    assert (documento.tamano or 0) < 2 * 1024 * 1024


def test_un_nombre_de_255_no_se_sale(emitir: Callable[..., OpinionEmitida], tmp_path: Path) -> None:
    emitida = emitir(hechos(registro(creditos=(credito(),))), replace(TITULAR, nombre="Ñ" * 255))
    salida = texto_de(pdf_de(emitida), "-bbox", en=tmp_path)
    derechas = [float(parte.split('"')[1]) for parte in salida.split("xMax=")[1:] if "word" not in parte[:3]]
    assert max(derechas) <= 558.5


def test_el_contenido_guardado_se_lee_igual(emitir: Callable[..., OpinionEmitida]) -> None:
    documento = emitir(hechos(registro(creditos=(credito(),)))).documento
    contenido = Contenido.leer(documento.contenido)
    assert Contenido.leer(json.loads(json.dumps(contenido.como_json()))) == contenido
    assert contenido.campos[0].valor == documento.folio


@pytest.mark.parametrize(
    "cambio", [{"contenido": None}, {"clase": "acuse"}, {"sello_digital": b"x"}, {"estado": "SELLADO"}]
)
def test_un_documento_tiene_acto_o_contenido(ahora: datetime, cambio: dict[str, object]) -> None:
    oficina()
    documento = emitir_opinion(TITULAR, ahora=ahora).documento
    valores = {
        campo.attname: getattr(documento, campo.attname)
        for campo in Documento._meta.concrete_fields
        if not campo.primary_key
    } | {"folio": "9" * 23, "codigo": "OTRO"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Documento.objects.create(**(valores | cambio))
