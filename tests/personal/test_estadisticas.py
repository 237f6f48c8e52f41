"""The figures of requests are those that Python computes, in the days of Centro."""

import statistics
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from buzon.mesa.tablero import estadisticas
from tests.buzon.padron.fabricas import OFICINA, oficina
from tests.hipotesis import ejemplos
from tests.personal.resueltas import Hecha, crear_solicitudes

pytestmark = pytest.mark.django_db
CENTRO = ZoneInfo("America/Mexico_City")
INICIO = datetime(2026, 3, 1, tzinfo=CENTRO)
DESDE = INICIO + timedelta(days=20)
MINUTOS = st.integers(0, 60 * 24 * 60)
HECHAS = st.builds(
    lambda presentada, duro, de: Hecha(
        INICIO + timedelta(minutes=presentada), INICIO + timedelta(minutes=presentada + duro), de
    ),
    MINUTOS,
    st.integers(0, 25 * 24 * 60),
    st.sampled_from([OFICINA, None]),
)


class Deshacer(Exception):
    pass


def _dias(hecha: Hecha) -> int:
    assert hecha.resuelta is not None
    return (hecha.resuelta.astimezone(CENTRO).date() - hecha.presentada.astimezone(CENTRO).date()).days


def _percentil_95(dias: list[int]) -> float:
    if len(dias) == 1:
        return float(dias[0])
    return statistics.quantiles(dias, n=100, method="inclusive")[94]


@transaction.atomic
def _comparar(hechas: list[Hecha]) -> None:
    oficina()
    crear_solicitudes([*hechas, Hecha(INICIO)])
    for clave in ("", OFICINA):
        suyas = [una for una in hechas if una.resuelta >= DESDE and (not clave or una.oficina == clave)]
        dias = [_dias(una) for una in suyas]
        leido = estadisticas.dias_de_resolucion(oficina=clave, desde=DESDE)
        assert leido["cuantas"] == len(dias)
        if dias:
            assert leido["mediana"] == pytest.approx(statistics.median(dias))
            assert leido["percentil_95"] == pytest.approx(_percentil_95(dias))
        else:
            assert leido["mediana"] is leido["percentil_95"] is None
        tramos = list(estadisticas.dias_por_tramo(oficina=clave, desde=DESDE, tramo="semana"))
        assert sum(tramo["cuantas"] for tramo in tramos) == len(dias)
        assert all(tramo["inicio"].weekday() == 0 for tramo in tramos)
        filas = {f["subdelegacion"]: f for f in estadisticas.plazo_por_oficina(oficina=clave, desde=DESDE)}
        for una in {una.oficina for una in suyas}:
            de_ella = [_dias(hecha) for hecha in suyas if hecha.oficina == una]
            assert filas[una]["cuantas"] == len(de_ella)
            assert filas[una]["en_plazo"] == sum(dia <= 10 for dia in de_ella)
    raise Deshacer


@ejemplos(25, HealthCheck.function_scoped_fixture)
@given(hechas=st.lists(HECHAS, max_size=30))
def test_mediana_y_percentil_son_los_de_python(hechas: list[Hecha]) -> None:
    with pytest.raises(Deshacer):
        _comparar(hechas)


def test_los_dias_son_los_de_centro() -> None:
    # 23:30 in Centro is already tomorrow in UTC.
    presentada = datetime(2026, 3, 1, 23, 30, tzinfo=CENTRO)
    crear_solicitudes([Hecha(presentada, presentada + timedelta(hours=1))])
    assert estadisticas.dias_de_resolucion(oficina="", desde=INICIO)["mediana"] == 1
    (mes,) = estadisticas.dias_por_tramo(oficina="", desde=INICIO, tramo="mes")
    assert mes["inicio"] == INICIO.date()


def test_lo_abierto_por_su_ultimo_dia() -> None:
    oficina()
    crear_solicitudes([Hecha(INICIO), Hecha(INICIO, oficina=OFICINA), Hecha(INICIO, INICIO)])
    (fila,) = estadisticas.abiertas_por_vencimiento(oficina="")
    assert fila == (INICIO.date() + timedelta(days=10), 2)
    (fila,) = estadisticas.abiertas_por_vencimiento(oficina=OFICINA)
    assert fila[1] == 1
