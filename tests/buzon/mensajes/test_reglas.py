"""When a delivery is tried again, when no more, and whom it asks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.mensajes.reglas import PLAZO, espera, esta_agotado, por_preguntar

HOY = datetime(2026, 11, 23, tzinfo=UTC)


@given(st.integers(min_value=1, max_value=32_767))
def test_la_espera_se_duplica_hasta_una_hora(intentos: int) -> None:
    assert timedelta(seconds=30) <= espera(intentos) <= timedelta(hours=1)
    assert espera(intentos + 1) == min(2 * espera(intentos), timedelta(hours=1))


def test_la_primera_espera() -> None:
    assert [espera(n).total_seconds() for n in (1, 2, 3, 7, 8)] == [30, 60, 120, 1920, 3600]


@pytest.mark.parametrize(
    ("intentos", "edad", "agotado"),
    [
        (80, PLAZO - timedelta(seconds=1), False),
        (80, PLAZO, True),
        (7, PLAZO, True),
        (6, PLAZO * 3, False),
        (1, timedelta(0), False),
    ],
)
def test_se_da_por_perdido_a_las_72_horas_y_no_sin_haberlo_intentado(
    intentos: int, edad: timedelta, agotado: bool
) -> None:
    assert esta_agotado(intentos, creado_en=HOY, ahora=HOY + edad) is agotado


def test_quien_quiza_lo_tomo_va_solo_y_luego_primero() -> None:
    todas = ["a", "b", "c"]
    assert por_preguntar(todas, dudosa="", intentos=3) == todas
    assert por_preguntar(todas, dudosa="b", intentos=7) == ["b"]
    assert por_preguntar(todas, dudosa="b", intentos=8) == ["b", "a", "c"]
    assert por_preguntar(todas, dudosa="ya no está", intentos=1) == todas
