"""What the tests of third parties do through the pages."""

import re

from django.http import HttpResponse

from buzon.valores.identificadores import normalizar_rfc
from tests.personas import Dentro

RUTA = "/cobranza/32d/terceros/"
CONSULTA = f"{RUTA}consulta/"


def guardar(quien: Dentro, *rfcs: str, hasta: str = "") -> HttpResponse:
    respuesta: HttpResponse = quien.http.post(
        RUTA, {"terceros": "\n".join(rfcs), "hasta": hasta}, follow=True
    )
    return respuesta


def autorizar(quien: Dentro, *rfcs: str, hasta: str = "") -> HttpResponse:
    return quien.firmar(guardar(quien, *rfcs, hasta=hasta))


def a_cancelar(quien: Dentro, rfc: str) -> HttpResponse:
    """Press Cancelar in the row of that RFC."""
    html = quien.http.get(RUTA).content.decode()
    [pk] = re.findall(
        rf'value="(\d+)">Cancelar<span class="oculto"> la autorización de {re.escape(rfc)}<', html
    )
    respuesta: HttpResponse = quien.http.post(RUTA, {"cancelar": pk}, follow=True)
    return respuesta


def cancelar(quien: Dentro, rfc: str) -> HttpResponse:
    return quien.firmar(a_cancelar(quien, rfc))


def consultar(quien: Dentro, titular: str) -> HttpResponse:
    respuesta: HttpResponse = quien.http.post(CONSULTA, {"consultar": titular}, follow=True)
    return respuesta


def obtener(quien: Dentro, titular: str) -> HttpResponse:
    respuesta: HttpResponse = quien.http.post(CONSULTA, {"obtener": titular}, follow=True)
    return respuesta


def codigo_de(respuesta: HttpResponse) -> str:
    html = respuesta.content.decode()
    return html.split('data-codigo="')[1].split('"')[0] if "data-codigo" in html else ""


def sin_el_rfc(respuesta: HttpResponse, rfc: str) -> str:
    """The page with the RFC, as it was typed and as it is shown, and its tokens, left out."""
    html = respuesta.content.decode()
    for escrito in (rfc, normalizar_rfc(rfc), rfc.replace("&", "&amp;")):
        html = html.replace(escrito, "RFC")
    return re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=|data-token=)"[^"]*"', r'\1""', html)
