"""The acuse and the resolution of a request: what they say, whole, and who accepts their seals."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from buzon.documentos import services as documentos
from buzon.documentos.models import Documento
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Asunto, Sentido
from buzon.promociones.services import atencion
from buzon.valores.fechas import ZONA
from tests.buzon.documentos.herramientas import correr, texto_de
from tests.buzon.promociones.particular import ANA, TEXTO, Particular
from tests.personas import Dentro

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
RESUELVE = "Se revisó el crédito 000000001.\n\nProcede su <b>cancelación</b>; Ñandú & Cía."
HOSTIL = f"{'W' * 900} {'¿Ñ? ' * 300}\n\n\n<b>no</b> 👍🏽 {'x ' * 200}".ljust(4000, "ñ")


def sellado(documento: Documento) -> bytes:
    assert documentos.sellar(documento.pk, ahora=timezone.now())
    return bytes(Documento.objects.get(pk=documento.pk).pdf or b"")


def leido(pdf: bytes, en: Path) -> str:
    return " ".join(texto_de(pdf, "-layout", en=en).split())


def resuelta(solicitud: Solicitud, texto: str = RESUELVE) -> Documento:
    atencion.resolver(solicitud, sentido=Sentido.PROCEDENTE, texto=texto, quien=ANA, ahora=timezone.now())
    return Documento.objects.get(clase="resolucion")


@pytest.mark.usefixtures("en_cualquier_dia")
def test_el_acuse_dice_todo(particular: Particular, tmp_path: Path) -> None:
    noche = datetime(2026, 12, 20, 23, 59, 50, tzinfo=ZONA)
    particular.escribir()
    acto = particular.preparar(ahora=noche)
    particular.presentar(acto, ahora=noche + timedelta(seconds=20))
    pdf = sellado(Documento.objects.get())
    dicho = leido(pdf, tmp_path)
    for frase in (
        "Acuse de presentación de solicitud de aclaración u orientación",
        "Promociones Electrónicas, Aclaraciones u Orientaciones",
        f"Folio {acto.folio}",
        "Asunto Crédito fiscal (Regla Décima)",
        "Se presenta ante Polanco, CDMX Norte",
        "000000001, registro Y55-00001-10-0, Cuotas, septiembre de 2026, $1,234.50",
        "Archivos adjuntos Ninguno",
        "Debe resolverse a más tardar El 31 de diciembre de 2026",
        "10 días naturales, contados desde el día siguiente al de la firma",
        "Texto de la solicitud",
        "El crédito que se me atribuye ya se pagó. Adjunto el comprobante: Ñandú & <b>Cía</b>.",
    ):
        assert frase in dicho, frase
    assert Solicitud.objects.get().vence_el.isoformat() == "2026-12-31"
    (tmp_path / "acuse.pdf").write_bytes(pdf)
    correr("pdfdetach", "-saveall", "acuse.pdf", en=tmp_path)
    escrito = (tmp_path / "solicitud.txt").read_bytes()
    assert escrito == TEXTO.encode()
    assert hashlib.sha256(escrito).hexdigest() in acto.cadena


def test_cuatro_mil_letras_caben_y_no_se_salen(particular: Particular, tmp_path: Path) -> None:
    assert len(HOSTIL) == 4000
    particular.escribir(Asunto.OPINION_PUBLICA, texto=HOSTIL, creditos=())
    particular.presentar(particular.preparar())
    pdf = sellado(Documento.objects.get())
    salida = texto_de(pdf, "-bbox", en=tmp_path)
    derechas = [float(p.split('"')[1]) for p in salida.split("xMax=")[1:] if "word" not in p[:3]]
    assert max(derechas) <= 558.5
    crudo = texto_de(pdf, "-raw", en=tmp_path)
    assert crudo.count("W") >= 900
    assert crudo.count("¿Ñ?") == 300
    assert "<b>no</b>" in crudo
    assert 2 <= (Documento.objects.get().paginas or 0) <= 5


def test_la_resolucion_dice_todo_y_su_sello_vale(
    presentada: Callable[..., Solicitud], tmp_path: Path
) -> None:
    solicitud = presentada()
    documento = resuelta(solicitud)
    pdf = sellado(documento)
    dicho = leido(pdf, tmp_path)
    for frase in (
        "Resolución de la solicitud de aclaración u orientación",
        f"Folio {documento.folio}",
        f"Folio de la solicitud {solicitud.folio}",
        "Resuelve Polanco, CDMX Norte",
        "Sentido de la resolución: Procedente.",
        "Procede su <b>cancelación</b>; Ñandú & Cía.",
        "SIN VALIDEZ OFICIAL",
    ):
        assert frase in dicho, frase
    ancla = Path(settings.BUZON_DATOS) / "demo" / "ac-de-pruebas.pem"
    raices = [asn1.Certificate.load(der) for _, _, der in pem.unarmor(ancla.read_bytes(), multiple=True)]
    (firma,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    estado = validate_pdf_signature(firma, ValidationContext(trust_roots=raices, allow_fetching=False))
    assert estado.bottom_line
    assert estado.coverage is SignatureCoverageLevel.ENTIRE_FILE
    (tmp_path / "resolucion.pdf").write_bytes(pdf)
    assert "Signature is Valid" in correr("pdfsig", "-nocert", "resolucion.pdf", en=tmp_path)
    correr("pdfdetach", "-saveall", "resolucion.pdf", en=tmp_path)
    llave = correr(
        "openssl", "x509", "-inform", "DER", "-in", "certificado.cer", "-pubkey", "-noout", en=tmp_path
    )
    (tmp_path / "llave.pem").write_text(llave)
    dgst = ("dgst", "-sha256", "-verify", "llave.pem", "-signature", "sello.bin", "cadena.txt")
    assert correr("openssl", *dgst, en=tmp_path).strip() == "Verified OK"
    cadena = (tmp_path / "cadena.txt").read_text(encoding="utf-8")
    digesto = hashlib.sha256(RESUELVE.encode()).hexdigest()
    assert cadena.endswith(f"|Sentido:PROCEDENTE|SHA256 del texto:{digesto}||")


def test_la_resolucion_se_verifica_y_no_vence(presentada: Callable[..., Solicitud]) -> None:
    documento = resuelta(presentada())
    datos = {"folio": documento.folio, "codigo": documento.codigo}
    pendiente = Client().post("/verificar/", datos).content.decode()
    assert "Es auténtico. Su PDF se está sellando." in pendiente
    sellado(documento)
    html = Client().post("/verificar/", datos).content.decode()
    assert "Es auténtico." in html
    assert "Sentido de la resolución:" in html
    assert "PROCEDENTE" in html
    assert "Opinión:" not in html
    for archivo in ("cadena.txt", "sello.bin", "certificado.cer"):
        assert Client().post(f"/verificar/{archivo}", datos).status_code == 200


def test_el_acuse_se_verifica_con_su_texto(particular: Particular) -> None:
    particular.escribir()
    particular.presentar(particular.preparar())
    documento = Documento.objects.get()
    datos = {"folio": documento.folio, "codigo": documento.codigo}
    html = Client().post("/verificar/", datos).content.decode()
    assert "Es auténtico." in html
    assert "Debe resolverse a más tardar" in html
    assert Client().post("/verificar/solicitud.txt", datos).content == TEXTO.encode()


def test_quien_descarga_la_resolucion_antes_de_tener_buzon(
    particular: Particular, entrar: Callable[..., Dentro]
) -> None:
    dueno = entrar(persona="moral")
    assert dueno.persona.rfc == particular.rfc
    particular.escribir(Asunto.ACTIVACION, creditos=())
    particular.presentar(particular.preparar(buzon_activo=False))
    acuse, documento = Documento.objects.get(), resuelta(Solicitud.objects.get())
    ruta = f"/resoluciones/{documento.folio}.pdf"
    assert dueno.http.get(ruta).status_code == 409
    sellado(documento)
    sellado(acuse)
    respuesta = dueno.http.get(ruta)
    assert respuesta.status_code == 200
    assert f"Resolucion_{particular.rfc}_{documento.folio}.pdf" in respuesta["Content-Disposition"]
    assert dueno.http.get(f"/acuses/{acuse.folio}.pdf").status_code == 200
    assert entrar(persona="fisica").http.get(ruta).status_code == 404
    assert Client().get(ruta).status_code == 302
