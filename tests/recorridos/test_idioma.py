"""The language of the pages: chosen in the footer, kept by a cookie, and never guessed."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.personas import Dentro

pytestmark = pytest.mark.django_db
DE_AQUI = {"HTTP_SEC_FETCH_SITE": "same-origin"}
SITIO = "http://testserver"


def cambiar(http: Client, idioma: str = "en", *, desde: str = f"{SITIO}/", **datos: str) -> HttpResponse:
    cabeceras = DE_AQUI | {"HTTP_REFERER": desde}
    return http.post("/idioma/", {"idioma": idioma, **datos}, **cabeceras)


def lengua(http: Client, ruta: str) -> str:
    encontrada = re.search(r'<html lang="([^"]+)"', http.get(ruta).content.decode())
    assert encontrada
    return encontrada[1]


def test_se_elige_en_el_pie_y_se_queda_en_la_pagina() -> None:
    http = Client()
    assert lengua(http, "/soporte/") == "es-mx"
    respuesta = cambiar(http, desde=f"{SITIO}/opinion/?rfc=EKU9003173C9#x")
    assert (respuesta.status_code, respuesta["Location"]) == (302, "/opinion/?rfc=EKU9003173C9")
    galleta = http.cookies["idioma"]
    assert (galleta.value, galleta["samesite"], galleta["path"]) == ("en", "Lax", "/")
    assert galleta["max-age"] == 365 * 24 * 60 * 60
    assert galleta["httponly"]
    assert lengua(http, "/soporte/") == "en"
    assert 'value="es-mx" lang="es-MX">Español' in http.get("/soporte/").content.decode()
    cambiar(http, "es-mx")
    assert lengua(http, "/soporte/") == "es-mx"


def test_nadie_la_adivina() -> None:
    respuesta = Client().get("/", headers={"Accept-Language": "en"})
    assert '<html lang="es-mx"' in respuesta.content.decode()
    assert respuesta["Content-Language"] == "es-MX"
    assert "Accept-Language" not in respuesta["Vary"]
    assert "Cookie" in respuesta["Vary"]


@pytest.mark.parametrize("idioma", ["fr", "EN", "", "en/../x", "es", "\x00"])
def test_un_idioma_que_no_hay_no_cambia_nada(idioma: str) -> None:
    http = Client()
    assert cambiar(http, idioma).status_code == 302
    assert "idioma" not in http.cookies
    http.cookies["idioma"] = idioma.replace("\x00", "?")
    assert lengua(http, "/") == "es-mx"


@pytest.mark.parametrize(
    "siguiente",
    [
        "https://mal.example/", "//mal.example", "/\\mal.example", "\\\\mal.example", "javascript:alert(1)",
        "///mal.example", "/\t/mal.example", "http:///mal.example", "\r\n//mal.example", "http://[x",
    ],
)  # fmt: skip
def test_no_lleva_a_otro_sitio(siguiente: str) -> None:
    assert cambiar(Client(), siguiente=siguiente)["Location"] == "/"
    assert cambiar(Client(), desde=siguiente)["Location"] == "/"
    assert cambiar(Client(), desde=f"{SITIO}{siguiente}")["Location"].startswith("/")
    assert not cambiar(Client(), desde=f"{SITIO}//mal.example/").headers["Location"].startswith("//")


@pytest.mark.parametrize(
    "cabeceras",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": SITIO},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://mal.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_el_formulario_de_otro_sitio_se_rechaza(cabeceras: dict[str, str]) -> None:
    http = Client(enforce_csrf_checks=True)
    assert http.post("/idioma/", {"idioma": "en"}, **cabeceras).status_code == 403
    assert "idioma" not in http.cookies


def test_vale_el_origen_donde_el_navegador_no_dice_mas() -> None:
    respuesta = Client(enforce_csrf_checks=True).post("/idioma/", {"idioma": "en"}, HTTP_ORIGIN=SITIO)
    assert (respuesta.status_code, respuesta["Location"]) == (302, "/")


def test_solo_se_envia() -> None:
    assert Client().get("/idioma/").status_code == 405


def test_del_rechazo_de_un_envio_se_va_al_inicio() -> None:
    pagina = Client(enforce_csrf_checks=True).post("/ingresar/", {}).content.decode()
    assert '<input type="hidden" name="siguiente" value="/">' in pagina
    assert 'name="siguiente"' not in Client().get("/no-existe/").content.decode()


def test_los_programas_leen_siempre_lo_mismo() -> None:
    ingles = Client()
    cambiar(ingles)
    for ruta in ("/api/v1/opiniones/XAXX010101000", "/api/v1/nada"):
        uno, otro = Client().get(ruta), ingles.get(ruta)
        assert uno.content == otro.content
        assert "Content-Language" not in otro.headers


@pytest.mark.django_db
def test_sigue_al_entrar_y_al_salir(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    cambiar(quien.http)
    assert lengua(quien.http, "/buzon/") == "en"
    quien.http.post("/salir/")
    assert lengua(quien.http, "/") == "en"
    quien.ingresar()
    assert lengua(quien.http, "/buzon/") == "en"


def test_la_galleta_lleva_la_marca_de_https() -> None:
    assert settings.LANGUAGE_COOKIE_NAME == "idioma"
    assert settings.LANGUAGE_COOKIE_SECURE is False
