"""Dates in words and in the time of the Centro de México."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.valores.fechas import (
    ZONA,
    dia_en_centro,
    fecha_cadena,
    fecha_cadena_fin,
    fecha_hora_larga,
    fecha_larga,
    fin_del_dia,
    iso_centro,
    mes_y_ano,
    periodo_en_palabras,
)

INSTANTE = datetime(2026, 11, 23, 19, 10, 44, 575_000, tzinfo=UTC)
MADRUGADA_UTC = datetime(2025, 7, 4, 4, 37, 14, tzinfo=UTC)


def test_fecha_larga() -> None:
    assert fecha_larga(INSTANTE) == "23 de noviembre de 2026"
    assert fecha_larga(date(2026, 3, 1)) == "1 de marzo de 2026"
    assert fecha_larga(MADRUGADA_UTC) == "3 de julio de 2025"


def test_dia_en_centro() -> None:
    assert dia_en_centro(MADRUGADA_UTC) == date(2025, 7, 3)


def test_mes_y_ano() -> None:
    assert mes_y_ano(date(2026, 9, 1)) == "septiembre de 2026"


def test_fecha_hora_larga() -> None:
    assert fecha_hora_larga(INSTANTE) == "23 de noviembre de 2026, 13:10:44 horas"


def test_fecha_cadena() -> None:
    assert fecha_cadena(datetime(2025, 7, 23, 19, 10, 41, tzinfo=UTC)) == "23 de julio 2025, 13:10:41"
    assert fecha_cadena(MADRUGADA_UTC) == "03 de julio 2025, 22:37:14"


def test_fecha_cadena_fin() -> None:
    assert fecha_cadena_fin(fin_del_dia(INSTANTE)) == "23 de noviembre de 2026, 23:59:59"
    assert fecha_cadena_fin(MADRUGADA_UTC) == "03 de julio de 2025, 22:37:14"


def test_iso_centro() -> None:
    assert iso_centro(INSTANTE) == "2026-11-23T13:10:44-06:00"


@pytest.mark.parametrize("funcion", [fecha_larga, fecha_hora_larga, fecha_cadena, iso_centro, fin_del_dia])
def test_un_instante_sin_zona_es_un_error_del_programa(funcion: object) -> None:
    with pytest.raises(ValueError, match="time zone"):
        funcion(datetime(2026, 11, 23))  # type: ignore[operator]


@given(st.datetimes(datetime(2023, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_el_fin_del_dia_es_el_ultimo_segundo_de_ese_dia_en_centro(instante: datetime) -> None:
    fin = fin_del_dia(instante)
    assert fin.utcoffset() == timedelta(hours=-6)
    assert (fin + timedelta(seconds=1)).date() == instante.astimezone(ZONA).date() + timedelta(days=1)
    assert timedelta(0) <= fin - instante.replace(microsecond=0) < timedelta(days=1)


@pytest.mark.parametrize(
    ("clave", "dicho"), [("2026-09", "septiembre de 2026"), ("2026-B5", "bimestre 5 de 2026")]
)
def test_periodo(clave: str, dicho: str) -> None:
    assert periodo_en_palabras(clave) == dicho
