"""The text of a login challenge: whose it is, what it is for, and until when."""

import re
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from buzon.cuentas import ingreso
from buzon.cuentas.errores import RetoUsado, RetoVencido

AHORA = datetime(2026, 11, 23, 19, 10, 44, 999_999, tzinfo=UTC)


@pytest.mark.django_db
def test_el_texto_dice_para_que_y_de_quien_es(settings: Settings) -> None:
    """Another site that has it signed shows our address, and no act begins like it."""
    settings.URL_PUBLICA = "https://buzon.example"
    reto, otro = (ingreso.crear_reto(sesion="a" * 32, ahora=AHORA) for _ in range(2))
    assert reto.cadena == (
        f"||1.0|LOGIN|https://buzon.example|{reto.id}|{reto.nonce}"
        "|2026-11-23T19:10:44Z|2026-11-23T19:15:44Z|Entrar al Buzón IMSS||"
    )
    assert re.fullmatch(r"[\w-]{43}", reto.nonce)
    assert reto.nonce != otro.nonce
    assert "a" * 32 not in (reto.sesion, reto.cadena)


@pytest.mark.django_db
def test_sirve_una_vez_y_a_quien_lo_pidio() -> None:
    reto = ingreso.crear_reto(sesion="a", ahora=AHORA)
    with pytest.raises(RetoVencido):
        ingreso.consumir_reto(str(reto.pk), sesion="b", ahora=AHORA)
    usado = ingreso.consumir_reto(str(reto.pk), sesion="a", ahora=AHORA)
    assert (usado, usado.usado_en) == (reto, AHORA)
    with pytest.raises(RetoUsado):
        ingreso.consumir_reto(str(reto.pk), sesion="a", ahora=AHORA)


def test_lo_que_no_es_un_reto_ya_vencio() -> None:
    with pytest.raises(RetoVencido):
        ingreso.consumir_reto("no es un uuid", sesion="a", ahora=AHORA)
