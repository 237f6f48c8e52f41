"""What is believed of who passes a request on."""

from django.test import Client
from pytest_django import Settings


def test_detras_de_un_proxy_desconocido_hay_una_frase_y_no_vueltas(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    por_https = {"X-Forwarded-Proto": "https"}
    respuesta = client.get("/", headers=por_https)
    assert respuesta.status_code == 400
    assert 'data-codigo="proxy_desconocido"' in respuesta.text
    assert "PROXIES_DE_CONFIANZA" in respuesta.text
    assert client.get("/").status_code == 301
    settings.PROXIES_DE_CONFIANZA = ["127.0.0.1"]
    assert client.get("/", headers=por_https).status_code == 200
