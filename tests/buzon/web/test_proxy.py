"""Who may say that a request came by https: a proxy of ours, and nobody else."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from buzon.web.middleware import ProxyMiddleware


@pytest.mark.parametrize(("desde", "se_cree"), [("10.0.0.7", True), ("203.0.113.9", False)])
def test_solo_un_proxy_nuestro_dice_que_es_https(settings: Settings, desde: str, se_cree: bool) -> None:
    settings.PROXIES_DE_CONFIANZA = ["10.0.0.0/8"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    vistas: list[bool] = []

    def vista(request: HttpRequest) -> HttpResponse:
        vistas.append(request.is_secure())
        return HttpResponse()

    ProxyMiddleware(vista)(RequestFactory().get("/", REMOTE_ADDR=desde, HTTP_X_FORWARDED_PROTO="https"))
    assert vistas == [se_cree]


def test_el_proxy_se_mira_antes_de_preguntar_si_es_https(settings: Settings) -> None:
    orden = [clase.rpartition(".")[2] for clase in settings.MIDDLEWARE]
    assert orden.index("ProxyMiddleware") < orden.index("SecurityMiddleware") < orden.index("CSPMiddleware")
    assert orden.index("CSPMiddleware") < orden.index("EntradaMiddleware") < orden.index("CsrfViewMiddleware")


def test_detras_de_un_proxy_desconocido_hay_una_frase_y_no_vueltas(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    por_https = {"X-Forwarded-Proto": "https"}
    respuesta = client.get("/", headers=por_https)
    assert (respuesta.status_code, respuesta.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "PROXIES_DE_CONFIANZA" in respuesta.text
    assert "(proxy_desconocido)" in respuesta.text
    assert client.get("/").status_code == 301
    settings.PROXIES_DE_CONFIANZA = ["127.0.0.1"]
    assert client.get("/", headers=por_https).status_code == 200
