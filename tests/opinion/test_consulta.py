"""The public pages: one form, one permanent address an RFC, one neutral answer."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
import segno
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import TimeMachineFixture

from buzon.bitacora.models import RechazoAsentado
from buzon.padron.models import Patron
from opinion.reglas import Motivo
from opinion.views import MASCARA
from tests.hipotesis import ejemplos
from tests.opinion.situaciones import FOLIO, NOMBRE, OTRO, RFC, autorizar, calcular, cancelar, publicar
from tests.personas import Dentro

pytestmark = pytest.mark.django_db

ENIE, ET = "IAÑL750210963", "H&E951128469"
ENIE_NFD = "IAN\u0303L750210963"
HOSTILES = ejemplos(60, HealthCheck.function_scoped_fixture)


@pytest.fixture(autouse=True)
def _reloj(ahora: datetime, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(ahora, tick=False)


@pytest.fixture(autouse=True)
def _sin_limite(settings: Settings) -> None:
    settings.LIMITES_FACTOR = 1000


def _enmascarada(respuesta: Any, rfc: str) -> tuple[int, bytes, dict[str, str]]:
    cuerpo = respuesta.content
    for forma in (rfc, quote(rfc, safe=""), rfc.replace("&", "&amp;")):
        cuerpo = cuerpo.replace(forma.encode(), b"RFC")
    cabeceras = {
        nombre: valor
        for nombre, valor in respuesta.headers.items()
        if nombre not in {"Date", "RateLimit", "RateLimit-Policy", "Content-Length"}
    }
    return respuesta.status_code, cuerpo, cabeceras


def test_muestra_el_formulario(client: Client) -> None:
    respuesta = client.get("/opinion/")
    assert respuesta.status_code == 200
    assert re.search(rb'<form[^>]*method="get"', respuesta.content)
    assert b'name="rfc"' in respuesta.content
    assert b"csrfmiddlewaretoken" not in respuesta.content


@pytest.mark.parametrize(
    "ruta", ["/opinion/", "/opinion/?rfc=nada", f"/opinion/?rfc={RFC}", f"/opinion/{RFC}/"]
)
def test_sin_galletas_sin_cache_y_sin_buscadores(client: Client, ruta: str) -> None:
    respuesta = client.get(ruta)
    assert not respuesta.cookies
    assert respuesta.headers["Cache-Control"] == "no-store"
    assert respuesta.headers["X-Robots-Tag"] == "noindex"
    assert "RateLimit" in respuesta.headers


@pytest.mark.parametrize(
    ("capturado", "ruta"),
    [
        (RFC, f"/opinion/{RFC}/"),
        (" eku-900317-3c9 ", f"/opinion/{RFC}/"),
        (ENIE, "/opinion/IA%C3%91L750210963/"),
        (ENIE_NFD, "/opinion/IA%C3%91L750210963/"),
        ("iañl750210963", "/opinion/IA%C3%91L750210963/"),
        (ET, "/opinion/H%26E951128469/"),
    ],
)
def test_lleva_a_la_pagina_permanente(client: Client, capturado: str, ruta: str) -> None:
    respuesta = client.get("/opinion/", {"rfc": capturado})
    assert (respuesta.status_code, respuesta.headers["Location"]) == (302, ruta)
    assert client.get(respuesta.headers["Location"]).status_code == 200


@pytest.mark.parametrize("rfc", [ENIE, ET])
def test_pagina_permanente_con_enie_y_con_et(client: Client, ahora: datetime, rfc: str) -> None:
    publicar(rfc, ahora=ahora, nombre="HERRAJES & EMPAQUES <ÑANDÚ> SA")
    for ruta in (f"/opinion/{quote(rfc, safe='')}/", f"/opinion/{rfc}/"):
        respuesta = client.get(ruta)
        assert respuesta.status_code == 200
        assert b"HERRAJES &amp; EMPAQUES &lt;\xc3\x91AND\xc3\x9a&gt; SA" in respuesta.content
    assert f"/opinion/{quote(rfc, safe='')}/".encode() in respuesta.content


@pytest.mark.parametrize("escrito", ["eku9003173c9", "EKU-900317-3C9", "EKU9003173C9%20"])
def test_una_sola_direccion_por_rfc(client: Client, escrito: str) -> None:
    respuesta = client.get(f"/opinion/{escrito}/")
    assert (respuesta.status_code, respuesta.headers["Location"]) == (302, f"/opinion/{RFC}/")


@pytest.mark.parametrize(
    "malo",
    [
        "",
        "x",
        "EKU9003173C",
        "EKU9013173C9",
        "XAXX010101000",
        "xexx-010101-000",
        "<script>",
        "A" * 5000,
        "\x00",
    ],
)
def test_rechaza_un_rfc_malo(client: Client, malo: str) -> None:
    respuesta = client.get("/opinion/", {"rfc": malo})
    assert respuesta.status_code == 422
    assert b'data-codigo="rfc_invalido"' in respuesta.content
    assert b'name="rfc"' in respuesta.content
    assert b"<script>alert" not in respuesta.content
    assert RechazoAsentado.objects.get(codigo="rfc_invalido").veces == 1


@pytest.mark.parametrize("malo", ["x", "XAXX010101000", "EKU9013173C9", "%00", "%FF%FE", "%3Cscript%3E", "-"])
def test_rechaza_una_direccion_mala(client: Client, malo: str) -> None:
    respuesta = client.get(f"/opinion/{malo}/")
    assert respuesta.status_code == 422
    assert b'data-codigo="rfc_invalido"' in respuesta.content


@pytest.mark.parametrize(
    "motivo", [Motivo.AL_CORRIENTE, Motivo.CON_ADEUDOS_EN_HUELGA, Motivo.SIN_TRABAJADORES]
)
def test_autorizada_muestra_el_resultado_y_nada_mas(client: Client, ahora: datetime, motivo: Motivo) -> None:
    publicar(ahora=ahora, motivo=motivo)
    html = client.get(f"/opinion/{RFC}/").content.decode()
    for texto in (RFC, NOMBRE, FOLIO, f'data-sentido="{motivo.sentido}"', "23:59:59"):
        assert texto in html, texto
    assert motivo.value not in html
    assert "huelga" not in html.lower()


def test_neutral_es_la_misma_byte_a_byte(client: Client, ahora: datetime) -> None:
    cancelado = "JES900109Q90"
    calcular(OTRO, ahora=ahora, motivo=Motivo.CON_ADEUDOS)
    publicar(cancelado, ahora=ahora)
    cancelar(cancelado, ahora=ahora)
    desconocida, nunca, cancelada = (
        _enmascarada(client.get(f"/opinion/{rfc}/"), rfc) for rfc in ("KIJ0906199R1", OTRO, cancelado)
    )
    assert desconocida == nunca == cancelada
    assert desconocida[0] == 200
    assert b"data-sentido" not in desconocida[1]


def test_calla_desde_que_se_cancela_y_vuelve_a_hablar(client: Client, ahora: datetime) -> None:
    publicar(ahora=ahora)
    assert NOMBRE in client.get(f"/opinion/{RFC}/").content.decode()
    cancelar(ahora=ahora)
    assert NOMBRE not in client.get(f"/opinion/{RFC}/").content.decode()


def test_con_hechos_ilegibles_no_dice_sentido(client: Client, ahora: datetime) -> None:
    autorizar(ahora=ahora)
    Patron.objects.create(rfc=RFC, nombre=NOMBRE, personas=2)
    respuesta = client.get(f"/opinion/{RFC}/")
    assert respuesta.status_code == 503
    assert b'data-codigo="no_disponible"' in respuesta.content
    assert b"data-sentido" not in respuesta.content
    assert respuesta.headers["Cache-Control"] == "no-store"


def test_una_sola_consulta(
    client: Client, ahora: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publicar(ahora=ahora)
    for rfc in (RFC, OTRO):
        with django_assert_num_queries(1):
            client.get(f"/opinion/{rfc}/")
    with django_assert_num_queries(0):
        client.get("/opinion/")


def test_solo_se_lee(client: Client) -> None:
    for ruta in ("/opinion/", f"/opinion/{RFC}/"):
        assert client.head(ruta).status_code == 200
        for metodo in (client.post, client.put, client.patch, client.delete):
            assert metodo(ruta).status_code == 405


@pytest.mark.usefixtures("_limites_sin_reposicion")
def test_al_llegar_al_limite_429(settings: Settings) -> None:
    settings.LIMITES_FACTOR = 1 / 60
    uno = Client(REMOTE_ADDR="203.0.113.77")
    uno.get("/opinion/")
    respuesta = uno.get("/opinion/")
    assert respuesta.status_code == 429
    assert int(respuesta.headers["Retry-After"]) > 0
    assert b'data-codigo="demasiadas_solicitudes"' in respuesta.content


@HOSTILES
@given(st.text())
def test_ningun_texto_da_500(client: Client, texto: str) -> None:
    assert client.get("/opinion/", {"rfc": texto}).status_code in {302, 422}


@HOSTILES
@given(st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1))
def test_ninguna_direccion_da_500(client: Client, texto: str) -> None:
    respuesta = client.get(f"/opinion/{quote(texto, safe='')}/")
    assert respuesta.status_code in {200, 302, 404, 422}


@HOSTILES
@given(st.binary(min_size=1, max_size=40))
def test_ningun_byte_da_500(client: Client, octetos: bytes) -> None:
    assert client.get(f"/opinion/{quote(octetos)}/").status_code in {200, 302, 404, 422}
    assert client.get(f"/opinion/?rfc={quote(octetos)}").status_code in {302, 422}


def _qr_de(url: str) -> str:
    """Return the modules of the QR of an address, as its SVG draws them."""
    codigo = segno.make_qr(url, error="m", boost_error=False, mask=MASCARA)
    return codigo.svg_inline(omitsize=True).partition("<path")[2]


@pytest.mark.parametrize("rfc", [RFC, ENIE, ET])
def test_el_qr_lleva_a_la_pagina_permanente_y_no_dice_nada_de_nadie(
    client: Client, ahora: datetime, settings: Settings, rfc: str, django_assert_num_queries: Any
) -> None:
    settings.URL_PUBLICA = "https://buzon.ejemplo"
    ruta = f"/opinion/{quote(rfc, safe='')}/"
    with django_assert_num_queries(0):
        antes = client.get(f"{ruta}qr.svg")
    publicar(rfc, ahora=ahora)
    assert antes.content == client.get(f"{ruta}qr.svg").content
    assert antes.headers["Content-Type"] == "image/svg+xml"
    assert antes.headers["Cache-Control"] == "private, max-age=86400"
    assert not antes.cookies
    assert _qr_de(f"https://buzon.ejemplo{ruta}") in antes.content.decode()
    html = client.get(ruta).content.decode()
    assert '<img class="qr" src="qr.svg"' in html
    assert f'id="enlace" href="https://buzon.ejemplo{ruta}">https://buzon.ejemplo{ruta}</a>' in html
    assert f'href="/api/v1/opiniones/{quote(rfc, safe="")}"' in html


@pytest.mark.parametrize("malo", ["x", "XAXX010101000", "eku9003173c9", "EKU9013173C9"])
def test_lo_que_no_es_un_rfc_no_tiene_qr(client: Client, malo: str) -> None:
    assert client.get(f"/opinion/{malo}/qr.svg").status_code == 404


@pytest.mark.parametrize(
    ("escrito", "dice"),
    [
        ("EKU9003173C", "escribiste 11."),
        ("EKU9013173C9", "«901317» no es una fecha"),
        ("XAXX010101000", "genérico"),
        ("<script>", "«&lt;» no se usa"),
    ],
)
def test_dice_una_vez_que_esta_mal_en_el_rfc(client: Client, escrito: str, dice: str) -> None:
    for respuesta in (client.get("/opinion/", {"rfc": escrito}), client.get(f"/opinion/{quote(escrito)}/")):
        html = respuesta.content.decode()
        assert respuesta.status_code == 422
        assert html.count(dice) == 1
        assert html.count('role="alert"') == 1


def test_un_digito_equivocado_se_advierte_y_se_consulta(client: Client, ahora: datetime) -> None:
    dudoso = "AAA010101AAA"
    html = client.get("/opinion/", {"rfc": dudoso}, follow=True).content.decode()
    assert "su último carácter no corresponde a los demás" in html
    assert "No hay una opinión pública" in html
    assert "su último carácter" not in client.get(f"/opinion/{RFC}/").content.decode()
    publicar(dudoso, ahora=ahora)  # it is somebody's: there is nothing to doubt
    html = client.get(f"/opinion/{dudoso}/").content.decode()
    assert NOMBRE in html
    assert "su último carácter" not in html


def test_la_propia_sin_publicar_lleva_a_la_autorizacion(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    autorizacion = "Hacerla pública en 32D Autorización de Opinión Pública"
    suya = quien.http.get(f"/opinion/{quien.persona.rfc}/").content.decode()
    assert autorizacion in suya
    assert "ingresar al Buzón" not in suya
    ajena = quien.http.get(f"/opinion/{RFC}/").content.decode()
    assert autorizacion not in ajena
    assert autorizacion not in Client().get(f"/opinion/{quien.persona.rfc}/").content.decode()
