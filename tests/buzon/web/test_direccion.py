"""Whose address counts: the header is believed only from our proxies, and IPv6 counts by /64."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from buzon.web.direccion import clave_de_red, direccion_cliente


@pytest.mark.parametrize(
    ("remota", "reenviada", "esperada"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "basura", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("", "", "127.0.0.1"),
    ],
)
def test_direccion(settings: Settings, remota: str, reenviada: str, esperada: str) -> None:
    settings.PROXIES_DE_CONFIANZA = ["10.0.0.0/8"]
    peticion = RequestFactory().get("/", REMOTE_ADDR=remota, HTTP_X_FORWARDED_FOR=reenviada)
    assert str(direccion_cliente(peticion)) == esperada


def test_ipv6_cuenta_por_64() -> None:
    claves = {
        clave_de_red(RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}"))
        for n in ("1", "ffff:1", "a")
    }
    assert claves == {"2001:db8:1:2::/64"}
    assert clave_de_red(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:3::1")) not in claves
