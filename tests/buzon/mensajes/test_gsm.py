"""An SMS is one segment of the GSM alphabet, whatever it is to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from buzon.mensajes.gsm import BASICO, DOBLES, LARGO, en_gsm, recortar, septetos
from buzon.mensajes.redaccion import sms_de


@given(asunto=st.text(max_size=200))
def test_cabe_en_un_segmento(asunto: str) -> None:
    texto = sms_de(asunto, rfc="ÑA&850101AB1")
    assert set(texto) <= BASICO | DOBLES
    assert septetos(texto) <= LARGO
    assert texto.startswith("Buzon IMSS, RFC ÑA&*******B1: ")
    assert texto.endswith("Leelo en 127.0.0.1:8000. Nunca pedimos claves ni contrasenas.")


@pytest.mark.parametrize(
    ("texto", "quedo"),
    [
        ("Cambió tu opinión", "Cambio tu opinion"),
        ("Éxito, año, é", "Éxito, año, é"),
        ("«¿Sí?»…", '"¿Si?"...'),
        ("日", "?"),
    ],
)
def test_los_acentos_que_no_estan_se_van(texto: str, quedo: str) -> None:
    assert en_gsm(texto) == quedo


def test_recorta_con_puntos() -> None:
    assert recortar("a" * 10, a=10) == "a" * 10
    assert recortar("a" * 11, a=10) == "a" * 7 + "..."
    assert recortar("[" * 6, a=10) == "[[[..."


def test_un_lugar_muy_largo_no_deja_sitio_al_asunto(settings: Settings) -> None:
    settings.URL_PUBLICA = "https://" + "a" * 200 + ".example"
    assert sms_de("Asunto", rfc="EKU9003173C9").count("Asunto") == 0
