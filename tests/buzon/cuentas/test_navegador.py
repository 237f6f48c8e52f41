"""Browser and system, from what a browser says of itself, whoever wrote it."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from buzon.cuentas.navegador import LARGO_MAXIMO, dicho_por, en_palabras

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 "
    "Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("dicho", "leido"),
    [
        (WINDOWS, ("Firefox", "Windows")),
        (IPHONE, ("Mobile Safari", "iOS")),
        (ANDROID, ("Chrome Mobile", "Android")),
        ("", ("", "")),
        ("<script>alert(1)</script>", ("", "")),
    ],
)
def test_en_palabras(dicho: str, leido: tuple[str, str]) -> None:
    assert en_palabras(dicho) == leido


@given(st.text())
def test_nada_de_lo_que_diga_falla(dicho: str) -> None:
    navegador, sistema = en_palabras(dicho)
    assert isinstance(navegador, str)
    assert isinstance(sistema, str)


def test_se_guarda_cortado_y_sin_signos_de_control() -> None:
    peticion = RequestFactory().get("/", headers={"User-Agent": "Uno\x00\x1b[31m" + "x" * 1000})
    dicho = dicho_por(peticion)
    assert dicho.startswith("Uno[31mxxx")
    assert len(dicho) == LARGO_MAXIMO
