"""The public page that verifies a document: by folio and code, or by its file."""

import hashlib
import re
import ssl
import subprocess
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone

from buzon.bitacora.models import RechazoAsentado
from buzon.documentos import selectors
from buzon.documentos.forms import PDF_MAXIMO
from buzon.documentos.models import Documento

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]


def enviar(**campos: object) -> HttpResponse:
    respuesta: HttpResponse = Client().post("/verificar/", campos)  # type: ignore[assignment]
    return respuesta


def archivo(contenido: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("acuse.pdf", contenido, "application/pdf")


def codigo_de(respuesta: HttpResponse) -> str:
    html = respuesta.content.decode()
    return html.split('data-codigo="')[1].split('"')[0] if "data-codigo" in html else ""


def test_con_folio_y_codigo_muestra_lo_firmado(sellado: Callable[..., Documento]) -> None:
    documento = sellado(persona="moral")
    assert documento.acto is not None
    respuesta = enviar(folio=documento.folio, codigo=documento.codigo)
    html = respuesta.content.decode()
    assert respuesta.status_code == 200
    for dato in (
        documento.folio,
        documento.rfc,
        documento.acto.certificado_numero,
        "la autorización sigue vigente",
    ):
        assert dato in html
    assert respuesta["Cache-Control"] == "private, no-store"
    assert Client().get("/verificar/").status_code == 200


def test_acepta_el_codigo_como_se_copie(sellado: Callable[..., Documento]) -> None:
    documento = sellado()
    respuesta = enviar(folio=f" {documento.folio} ", codigo=documento.codigo.lower().replace("-", " "))
    assert respuesta.status_code == 200


def test_un_codigo_ajeno_y_un_folio_inexistente_se_rechazan_igual(sellado: Callable[..., Documento]) -> None:
    documento, otro = sellado(persona="moral"), sellado(persona="fisica")
    con_otro = enviar(folio=documento.folio, codigo=otro.codigo)
    inexistente = enviar(folio="9" * 23, codigo=otro.codigo)
    assert con_otro.status_code == inexistente.status_code == 422
    assert codigo_de(con_otro) == codigo_de(inexistente) == "documento_no_encontrado"
    assert documento.rfc not in con_otro.content.decode()


def test_el_codigo_no_queda_en_la_bitacora(sellado: Callable[..., Documento]) -> None:
    enviar(folio="9" * 23, codigo=sellado().codigo)
    detalle = str(vars(RechazoAsentado.objects.get(codigo="documento_no_encontrado")))
    assert sellado(persona="fisica").codigo not in detalle


def test_con_el_archivo_tal_cual(sellado: Callable[..., Documento]) -> None:
    documento = sellado()
    respuesta = enviar(archivo=archivo(bytes(documento.pdf or b"")))
    assert respuesta.status_code == 200
    assert documento.folio in respuesta.content.decode()


def test_cualquier_cambio_del_archivo_se_nota(sellado: Callable[..., Documento]) -> None:
    pdf = bytes(sellado().pdf or b"")
    for alterado in (
        pdf[:5000] + bytes([pdf[5000] ^ 1]) + pdf[5001:],
        pdf + b"\n",
        pdf.replace(b"000>", b"001>", 1),
    ):
        respuesta = enviar(archivo=archivo(alterado))
        assert respuesta.status_code == 422
        assert codigo_de(respuesta) == "documento_alterado"


@pytest.mark.usefixtures("gente_demo")
@pytest.mark.parametrize(
    "contenido", [b"%PDF-1.7\n%%EOF", b"\x89PNG", b"%PDF-" + b"[" * 100_000, b"PK\x03\x04"]
)
def test_un_archivo_ajeno_se_rechaza(contenido: bytes) -> None:
    respuesta = enviar(archivo=archivo(contenido))
    assert respuesta.status_code == 422
    assert codigo_de(respuesta) == "documento_ajeno"


def test_un_archivo_vacio_o_enorme_no_se_lee() -> None:
    for contenido in (b"", b"%" * (PDF_MAXIMO + 1)):
        assert enviar(archivo=archivo(contenido)).status_code == 422


def test_sin_el_certificado_del_sello_no_se_puede_decir() -> None:
    with override_settings(SELLO_CERTIFICADO="/no/existe.cer"):
        respuesta = enviar(archivo=archivo(b"%PDF-1.7"))
    assert respuesta.status_code == 503
    assert codigo_de(respuesta) == "no_disponible"


@pytest.mark.parametrize(
    "campos",
    [{}, {"folio": "123", "codigo": "A"}, {"folio": "9" * 23}, {"codigo": "A"}, {"folio": "²" * 23, "codigo": "A"},
     {"folio": "9" * 23, "codigo": "A" * 500}, {"folio": "\x00" * 23, "codigo": "A\x00"}],
)  # fmt: skip
def test_lo_mal_escrito_se_senala(campos: dict[str, str]) -> None:
    respuesta = enviar(**campos)
    assert respuesta.status_code == 422
    assert "data-error" in respuesta.content.decode()


@pytest.mark.parametrize(
    ("campos", "faltas"),
    [
        ({"folio": "9" * 22, "codigo": "A" * 32}, ["El folio tiene 23 dígitos y escribiste 22."]),
        ({"folio": "9" * 22 + "O", "codigo": "A" * 32}, ["El folio lleva sólo números"]),
        ({"folio": "9" * 23, "codigo": "A" * 31}, ["El código tiene 32 letras y números", "escribiste 31"]),
        ({"folio": "9" * 23, "codigo": "A" * 31 + "9"}, ["Un código nunca lleva el número 9"]),
        ({"folio": "1", "codigo": "A"}, ["El folio tiene 23", "El código tiene 32"]),
        ({"folio": "1"}, ["El folio tiene 23", "Escribe el código de verificación"]),
    ],
)
def test_dice_cual_esta_mal_escrito_y_cada_falta_una_vez(campos: dict[str, str], faltas: list[str]) -> None:
    resumen = enviar(**campos).content.decode().split('class="resumen"')[1].split("</div>")[0]
    assert all(resumen.count(falta) == 1 for falta in faltas)
    bien = [campo for campo, texto in campos.items() if texto in ("9" * 23, "A" * 32)]
    assert not any(f'href="#id_{campo}"' in resumen for campo in bien)


def test_primero_el_veredicto_y_la_evidencia_plegada(sellado: Callable[..., Documento]) -> None:
    documento = sellado(persona="moral")
    assert documento.acto is not None
    pagina = enviar(folio=documento.folio, codigo=documento.codigo).content.decode()
    veredicto, *evidencia = pagina.split("<article")[1].split("</article>")[0].split("<details")
    for dato in (
        "<h2>Documento auténtico</h2>",
        documento.acto.preparado.titulo,
        documento.rfc,
        documento.folio,
    ):
        assert dato in veredicto
    assert len(evidencia) == 3
    assert "Cadena original" not in veredicto


@pytest.mark.usefixtures("gente_demo")
def test_la_raiz_del_sello_es_la_de_su_cadena() -> None:
    autoridad = settings.BUZON_DATOS / "demo" / "anclas" / "ac-raiz.cer"
    respuesta = Client().get("/verificar/sello/raiz.cer")
    assert (respuesta.content, respuesta["Content-Type"]) == (autoridad.read_bytes(), "application/pkix-cert")
    en_pem = Client().get("/verificar/sello/raiz.pem").content
    assert ssl.PEM_cert_to_DER_cert(en_pem.decode()) == respuesta.content
    assert Client().get("/verificar/sello/raiz.key").status_code == 404
    pares = re.findall("..", hashlib.sha256(respuesta.content).hexdigest().upper())
    assert ":".join(pares) in Client().get("/verificar/").content.decode()
    with override_settings(SELLO_CERTIFICADO="/no/existe.cer"):
        assert Client().get("/verificar/sello/raiz.cer").status_code == 503
        assert "identidad del firmante" not in Client().get("/verificar/").content.decode()


def test_dice_que_ya_hay_un_acto_posterior(sellado: Callable[..., Documento]) -> None:
    primero = sellado()
    sellado(precedente=primero.folio)
    html = enviar(folio=primero.folio, codigo=primero.codigo).content.decode()
    assert "ya no rige" in html


def test_un_documento_todavia_sin_sello(pendiente: Callable[..., Documento]) -> None:
    documento = pendiente()
    assert "se está sellando" in enviar(folio=documento.folio, codigo=documento.codigo).content.decode()


def test_el_folio_del_qr_llega_escrito() -> None:
    html = Client().get("/verificar/", {"folio": "1" * 23}).content.decode()
    assert f'value="{"1" * 23}"' in html
    assert (
        "script>alert" not in Client().get(f"/verificar/?folio={quote('<script>alert(1)')}").content.decode()
    )


def test_el_codigo_no_se_lee_de_la_direccion(sellado: Callable[..., Documento]) -> None:
    documento = sellado()
    html = (
        Client().get("/verificar/", {"folio": documento.folio, "codigo": documento.codigo}).content.decode()
    )
    assert documento.rfc not in html
    assert documento.codigo not in html


def test_nombres_hostiles_salen_como_texto(sellado: Callable[..., Documento]) -> None:
    documento = sellado(nombre="<script>alert(1)</script> & Ñ")
    html = enviar(folio=documento.folio, codigo=documento.codigo).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Ñ" in html


@pytest.mark.usefixtures("_limites_sin_reposicion")
def test_adivinar_codigos_tiene_limite(sellado: Callable[..., Documento]) -> None:
    documento = sellado()
    estados = [enviar(folio=documento.folio, codigo="A" * 32).status_code for _ in range(40)]
    assert estados == [422] * 30 + [429] * 10


def test_la_evidencia_se_comprueba_con_openssl(sellado: Callable[..., Documento], tmp_path: Path) -> None:
    documento = sellado(persona="moral")
    llaves = {"folio": documento.folio, "codigo": documento.codigo}
    for nombre in ("cadena.txt", "firma.p7s", "firma.bin", "certificado.cer"):
        respuesta = Client().post(f"/verificar/{nombre}", llaves)
        assert respuesta["Content-Disposition"].startswith(f'attachment; filename="{nombre}"')
        (tmp_path / nombre).write_bytes(respuesta.content)
    autoridad = settings.BUZON_DATOS / "demo" / "ac-de-pruebas.pem"
    ordenes = (
        f"openssl cms -verify -binary -inform DER -in firma.p7s -content cadena.txt -CAfile '{autoridad}' -purpose any",
        "openssl x509 -inform DER -in certificado.cer -pubkey -noout"
        " | openssl dgst -sha256 -verify /dev/stdin -signature firma.bin cadena.txt",
    )
    for orden in ordenes:
        salida = subprocess.run(["sh", "-c", orden], cwd=tmp_path, capture_output=True, check=False)
        assert salida.returncode == 0, salida.stderr
    (tmp_path / "cadena.txt").write_bytes((tmp_path / "cadena.txt").read_bytes() + b" ")
    assert all(
        subprocess.run(["sh", "-c", orden], cwd=tmp_path, capture_output=True, check=False).returncode
        for orden in ordenes
    )


def test_la_evidencia_pide_folio_y_codigo(sellado: Callable[..., Documento]) -> None:
    documento = sellado()
    assert Client().get("/verificar/cadena.txt").status_code == 405
    assert Client().post("/verificar/cadena.txt", {"folio": documento.folio}).status_code == 422
    ajeno = Client().post("/verificar/cadena.txt", {"folio": documento.folio, "codigo": "A" * 32})
    assert ajeno.status_code == 422
    propias = {"folio": documento.folio, "codigo": documento.codigo}
    assert Client().post("/verificar/llave.key", propias).status_code == 404


def test_la_orden_verifica_sin_red(sellado: Callable[..., Documento], tmp_path: Path) -> None:
    documento = sellado(persona="moral")
    archivo_pdf = tmp_path / "acuse.pdf"
    archivo_pdf.write_bytes(bytes(documento.pdf or b""))
    salida = StringIO()
    call_command("verificar_documento", str(archivo_pdf), stdout=salida)
    assert documento.folio in salida.getvalue()
    assert "sigue vigente" in salida.getvalue()
    for contenido, codigo in (
        (bytes(documento.pdf or b"") + b"x", "documento_alterado"),
        (b"x", "documento_ajeno"),
    ):
        archivo_pdf.write_bytes(contenido)
        with pytest.raises(CommandError, match=codigo):
            call_command("verificar_documento", str(archivo_pdf))
    with pytest.raises(CommandError, match="No se pudo leer"):
        call_command("verificar_documento", str(tmp_path / "no-esta.pdf"))


def test_dice_si_rige_y_si_se_mostro_el_archivo(sellado: Callable[..., Documento]) -> None:
    ahora, primero = timezone.now(), sellado()
    por_codigo = selectors.verificado_por_codigo(primero.folio, codigo=primero.codigo, ahora=ahora)
    por_archivo = selectors.verificado_por_pdf(BytesIO(bytes(primero.pdf or b"")), ahora=ahora)
    assert (por_codigo.rige, por_codigo.con_archivo) == (True, False)
    assert (por_archivo.rige, por_archivo.con_archivo) == (True, True)
    sellado(precedente=primero.folio)
    assert not selectors.verificado_por_codigo(primero.folio, codigo=primero.codigo, ahora=ahora).rige


def test_lo_que_tiene_termino_vale_hasta_su_ultimo_segundo() -> None:
    hasta = timezone.now().replace(microsecond=0)
    for ahora, rige, dice in (
        (hasta + timedelta(milliseconds=999), True, "vale hasta el"),
        (hasta + timedelta(seconds=1), False, "ya venció"),
    ):
        assert selectors._vigencia(hasta, ahora=ahora)[0] is rige
        assert dice in selectors._vigencia(hasta, ahora=ahora)[1]
    assert selectors._vigencia(None, ahora=hasta) == (True, "Es auténtico.")
