"""A file that anybody sends to be verified: hashed and searched, never parsed."""

import sys
import tracemalloc
import zlib
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import FrameType

import pikepdf
import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as ajustes
from hypothesis import strategies as st

from buzon.documentos import selectors, services
from buzon.documentos.errores import DocumentoAjeno
from buzon.documentos.forms import PDF_MAXIMO
from buzon.documentos.models import Documento, SelloUsado
from buzon.documentos.selectors import lleva_alguno
from buzon.documentos.sello.llave import certificado_del_sello
from tests.buzon.documentos.test_sello import certificar

MEBIBYTE = 1024 * 1024
QUE_ABREN = {"pyhanko", "pikepdf", "pypdf", "PIL"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados", "gente_demo")]


def enviar(contenido: bytes) -> HttpResponse:
    respuesta: HttpResponse = Client().post(
        "/verificar/", {"archivo": SimpleUploadedFile("acuse.pdf", contenido, "application/pdf")}
    )  # type: ignore[assignment]
    return respuesta


def codigo_de(respuesta: HttpResponse) -> str:
    return respuesta.content.decode().partition('data-codigo="')[2].partition('"')[0]


def pdf_de_xref_comprimida(octetos: int) -> bytes:
    """A small PDF whose table of objects is that long once decompressed, one object in each four octets."""
    catalogo = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    tabla = zlib.compress(b"\x01\x00\x09\x00" * (octetos // 4), 9)
    objeto = (
        b"2 0 obj\n<</Type/XRef/Root 1 0 R/W[1 2 1]/Size %d/Filter/FlateDecode/Length %d>>stream\n"
        b"%s\nendstream\nendobj\n" % (octetos // 4, len(tabla), tabla)
    )
    return catalogo + objeto + b"startxref\n%d\n%%%%EOF\n" % len(catalogo)


def _sin_abrirlo(contenido: bytes) -> HttpResponse:
    """Send it, and see that no library that reads documents is called, and that next to no memory is used."""
    llamadas: set[str] = set()

    def anotar(marco: FrameType, _evento: str, _arg: object) -> None:
        llamadas.add(str(marco.f_globals.get("__name__")).partition(".")[0])

    enviar(b"%PDF-1.7")  # what the first request of a process loads is no matter of the file
    tracemalloc.start()
    sys.setprofile(anotar)
    try:
        respuesta = enviar(contenido)
    finally:
        sys.setprofile(None)
        _, maximo = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert not llamadas & QUE_ABREN
    assert "django" in llamadas
    assert maximo < 4 * len(contenido) + 8 * MEBIBYTE
    return respuesta


def test_una_tabla_de_objetos_que_se_expande_a_16_mb_no_se_abre() -> None:
    respuesta = _sin_abrirlo(pdf_de_xref_comprimida(16 * MEBIBYTE))
    assert (respuesta.status_code, codigo_de(respuesta)) == (422, "documento_ajeno")


def test_el_caso_que_se_vio(carpeta_casos: Path) -> None:
    respuesta = _sin_abrirlo((carpeta_casos / "pdf_xref_comprimida.pdf").read_bytes())
    assert (respuesta.status_code, codigo_de(respuesta)) == (422, "documento_ajeno")


def test_lo_propio_y_lo_alterado_tampoco_se_abren(sellado: Callable[..., Documento]) -> None:
    pdf = bytes(sellado().pdf or b"")
    assert _sin_abrirlo(pdf).status_code == 200
    assert codigo_de(_sin_abrirlo(pdf + b"\n")) == "documento_alterado"
    con_bomba = pdf + pdf_de_xref_comprimida(16 * MEBIBYTE)
    assert codigo_de(_sin_abrirlo(con_bomba)) == "documento_alterado"


def _guardado_con_pikepdf(pdf: bytes, **opciones: object) -> bytes:
    salida = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as abierto:
        abierto.save(salida, **opciones)  # type: ignore[arg-type]
    return salida.getvalue()


def _guardado_con_pypdf(pdf: bytes, *, incremental: bool) -> bytes:
    salida, escritor = BytesIO(), pypdf.PdfWriter(BytesIO(pdf), incremental=incremental)
    escritor.add_metadata({"/Title": "Otro"})
    escritor.write(salida)
    return salida.getvalue()


VUELTOS_A_GUARDAR: dict[str, Callable[[bytes], bytes]] = {
    "tal cual": _guardado_con_pikepdf,
    "con objetos comprimidos": lambda pdf: _guardado_con_pikepdf(
        pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True
    ),
    "linealizado": lambda pdf: _guardado_con_pikepdf(pdf, linearize=True),
    "cifrado": lambda pdf: _guardado_con_pikepdf(pdf, encryption=pikepdf.Encryption(owner="a", user="b")),
    "con pypdf": lambda pdf: _guardado_con_pypdf(pdf, incremental=False),
    "con pypdf, al final": lambda pdf: _guardado_con_pypdf(pdf, incremental=True),
    "con la firma en mayúsculas": lambda pdf: pdf.replace(*_firma_en_mayusculas(pdf)),
}


def _firma_en_mayusculas(pdf: bytes) -> tuple[bytes, bytes]:
    firma = pdf.partition(b"/Contents <")[2].partition(b">")[0]
    return firma, firma.upper() if firma != firma.upper() else firma.lower()


@pytest.mark.parametrize("guardar", VUELTOS_A_GUARDAR.values(), ids=VUELTOS_A_GUARDAR)
def test_lo_que_otro_programa_volvio_a_guardar_esta_alterado(
    guardar: Callable[[bytes], bytes], sellado: Callable[..., Documento]
) -> None:
    pdf = bytes(sellado().pdf or b"")
    guardado = guardar(pdf)
    assert guardado != pdf
    assert codigo_de(enviar(guardado)) == "documento_alterado"


@pytest.fixture
def otro_sello(tmp_path: Path) -> dict[str, str]:
    """The settings of a seal that is not the one in use."""
    raiz, llave = generate_private_key(65537, 2048), generate_private_key(65537, 2048)
    emisor = certificar(raiz)
    certificado = certificar(llave, emisor=(emisor.subject, raiz))
    (tmp_path / "sello.pem").write_bytes(certificado.public_bytes(Encoding.PEM))
    (tmp_path / "sello.key").write_bytes(
        llave.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    return {"SELLO_CERTIFICADO": str(tmp_path / "sello.pem"), "SELLO_LLAVE": str(tmp_path / "sello.key")}


def test_lo_alterado_se_reconoce_tambien_con_un_sello_que_ya_no_se_usa(
    otro_sello: dict[str, str], sellado: Callable[..., Documento]
) -> None:
    with override_settings(**otro_sello):
        pdf = bytes(sellado().pdf or b"")
    sellado(persona="fisica")
    assert SelloUsado.objects.count() == 2
    assert enviar(pdf).status_code == 200
    assert codigo_de(enviar(pdf + b"\n")) == "documento_alterado"


def test_la_migracion_recuerda_los_sellos_de_lo_sellado_antes(
    otro_sello: dict[str, str], sellado: Callable[..., Documento], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_recordar", lambda *args, **kwargs: None)
    with override_settings(**otro_sello):
        antes = sellado()
        usado = certificado_del_sello().dump()
    sellado(persona="fisica")
    sellado(persona="moral")
    assert not SelloUsado.objects.exists()
    migracion = import_module("buzon.documentos.migrations.0005_sello_usado")
    migracion.recordar_los_de_antes(apps, None)
    recordados = {bytes(uno.certificado): uno.desde for uno in SelloUsado.objects.all()}
    assert set(recordados) == {usado, certificado_del_sello().dump()}
    assert recordados[usado] == antes.sellado_en
    migracion.recordar_los_de_antes(apps, None)
    assert SelloUsado.objects.count() == 2


def test_un_documento_de_mas_de_2_mb_se_verifica_por_su_archivo(
    sellado: Callable[..., Documento], monkeypatch: pytest.MonkeyPatch
) -> None:
    sellar = services.poner_sello
    monkeypatch.setattr(
        services, "poner_sello", lambda pdf, **como: sellar(pdf, **como) + b"%" * 5 * MEBIBYTE
    )
    pdf = bytes(sellado().pdf or b"")
    assert enviar(pdf).status_code == 200
    assert codigo_de(enviar(pdf + b"\n")) == "documento_alterado"
    assert enviar(bytes(PDF_MAXIMO)).status_code == 422
    assert codigo_de(enviar(bytes(PDF_MAXIMO))) == "documento_ajeno"


@ajustes(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_cualquier_otra_cosa_es_ajena(basura: bytes) -> None:
    for contenido in (basura, b"%PDF-1.7\n" + basura):
        with pytest.raises(DocumentoAjeno):
            selectors.verificado_por_pdf(BytesIO(contenido), ahora=timezone.now())


@pytest.mark.parametrize(
    "marca", [b"\x30\x82" + bytes(range(100)), (b"\x30\x82" + bytes(range(100))).hex().encode()]
)
def test_la_marca_se_halla_donde_caiga(marca: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "_TROZO", 64)
    der = b"\x30\x82" + bytes(range(100))
    for antes in range(300):
        assert lleva_alguno([b"otro", der], archivo=BytesIO(b"x" * antes + marca + b"y" * 70))
        assert not lleva_alguno([der], archivo=BytesIO(b"x" * antes + marca[:-1] + b"y" * 70))
    assert not lleva_alguno([], archivo=BytesIO(marca))
