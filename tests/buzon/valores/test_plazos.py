"""The term of Regla Décima: ten natural days from the day after filing, in the days of Centro."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.valores.fechas import ZONA
from buzon.valores.plazos import dias_restantes, dias_transcurridos, vencimiento

dias = st.dates(date(2020, 1, 1), date(2040, 12, 31))
horas = st.times()
zonas = st.sampled_from(["UTC", "America/Tijuana", "America/Cancun", "Asia/Tokyo", "Pacific/Apia"]).map(
    ZoneInfo
)


@given(dias, horas)
def test_son_diez_dias_a_cualquier_hora_y_ninguno_se_salta(dia: date, hora: time) -> None:
    presentada = datetime.combine(dia, hora, ZONA)
    vence = vencimiento(presentada)
    contados = [dia + timedelta(days=n) for n in range(1, 11)]
    assert vence == contados[-1]
    assert dias_transcurridos(presentada, hoy=vence) == 10
    assert dias_restantes(vence, hoy=dia) == 10


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31)), zonas)
def test_la_zona_en_que_se_escribe_el_instante_no_importa(momento: datetime, zona: ZoneInfo) -> None:
    instante = momento.replace(tzinfo=UTC)
    assert vencimiento(instante.astimezone(zona)) == vencimiento(instante)


@given(dias)
def test_el_dia_dura_hasta_su_ultimo_microsegundo(dia: date) -> None:
    primero = datetime.combine(dia, time.min, ZONA)
    ultimo = datetime.combine(dia, time(23, 59, 59, 999999), ZONA)
    assert vencimiento(primero) == vencimiento(ultimo) == dia + timedelta(days=10)
    assert vencimiento(ultimo.astimezone(UTC) + timedelta(microseconds=1)) == dia + timedelta(days=11)


@pytest.mark.parametrize(
    ("presentada", "vence"),
    [
        ("2026-03-01", "2026-03-11"),
        ("2028-02-20", "2028-03-01"),  # leap year
        ("2027-02-20", "2027-03-02"),
        ("2026-12-25", "2027-01-04"),  # year end, and its holidays
        ("2026-12-31", "2027-01-10"),
        ("2026-09-11", "2026-09-21"),  # 16 September and two weekends lie inside
        ("2022-10-25", "2022-11-04"),  # 30 October 2022: the last change of hour of Centro
        ("2022-03-30", "2022-04-09"),  # 3 April 2022: a day of 23 hours
    ],
)
def test_fechas_ciertas(presentada: str, vence: str) -> None:
    dia = date.fromisoformat(presentada)
    for hora in (time.min, time(12), time(23, 59, 59, 999999)):
        assert vencimiento(datetime.combine(dia, hora, ZONA)) == date.fromisoformat(vence)


@given(dias, st.integers(-400, 400))
def test_restan_y_pasan(dia: date, cuantos: int) -> None:
    presentada = datetime.combine(dia, time(9), ZONA)
    hoy = dia + timedelta(days=cuantos)
    assert dias_transcurridos(presentada, hoy=hoy) == cuantos
    assert dias_restantes(vencimiento(presentada), hoy=hoy) == 10 - cuantos


def test_sin_zona_no_hay_plazo() -> None:
    with pytest.raises(ValueError, match="time zone"):
        vencimiento(datetime(2026, 11, 23, 10))
