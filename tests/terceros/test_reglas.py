"""Whom one may authorise, until when, and how an authorisation stands."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.valores.fechas import ZONA, dia_en_centro
from buzon.valores.rechazo import Rechazo
from terceros.errores import (
    DemasiadosTerceros,
    TerceroInvalido,
    TerceroPropio,
    TerceroSinEscribir,
    VigenciaInvalida,
)
from terceros.reglas import (
    ANOS_MAXIMOS,
    MAXIMO_POR_ACTO,
    Estado,
    estado_de,
    leer_terceros,
    termino_de,
    ultimo_dia_de,
)

TITULAR = "SFO150617N34"
AHORA = datetime(2026, 12, 1, 12, 0, tzinfo=ZONA)


@pytest.mark.parametrize(
    ("texto", "leidos"),
    [
        ("CPR010905KM9", ("CPR010905KM9",)),
        (" cpr 010905-km9 ", ("CPR010905KM9",)),
        ("CPR010905KM9\nÑAMB900722J45", ("CPR010905KM9", "ÑAMB900722J45")),
        ("H&E0703285CA, CPR010905KM9;\tÑAMB900722J45\r\n", ("H&E0703285CA", "CPR010905KM9", "ÑAMB900722J45")),
        ("CPR010905KM9\ncpr010905km9\n", ("CPR010905KM9",)),
    ],
)
def test_se_leen_en_el_orden_en_que_se_escribieron_y_una_vez(texto: str, leidos: tuple[str, ...]) -> None:
    assert leer_terceros(texto, titular=TITULAR) == leidos


@pytest.mark.parametrize(
    ("texto", "falta"),
    [
        ("", TerceroSinEscribir),
        (" \n , ;", TerceroSinEscribir),
        ("XAXX010101000", TerceroInvalido),
        ("XEXX010101000", TerceroInvalido),
        ("CPR010905", TerceroInvalido),
        ("CPR011332KM9", TerceroInvalido),
        ("CPR010905KM9 ÑAMB900722J45", TerceroInvalido),
        (TITULAR.lower(), TerceroPropio),
        (f"CPR010905KM9\n{TITULAR}", TerceroPropio),
        ("x" * 5000, TerceroInvalido),
    ],
)
def test_se_rechaza_todo_o_nada(texto: str, falta: type[Rechazo]) -> None:
    with pytest.raises(falta):
        leer_terceros(texto, titular=TITULAR)


def test_cada_falta_se_dice() -> None:
    with pytest.raises(TerceroInvalido) as visto:
        leer_terceros(f"CPR0109\nCPR010905KM9\n{TITULAR}\nXAXX010101000", titular=TITULAR)
    todas = (visto.value, *visto.value.ademas)
    assert [type(falta).__name__ for falta in todas] == [
        "TerceroInvalido",
        "TerceroPropio",
        "TerceroInvalido",
    ]


def _muchos(cuantos: int) -> str:
    return "\n".join(
        f"CPR{(date(2001, 1, 1) + timedelta(days=numero)):%y%m%d}KM9" for numero in range(cuantos)
    )


def test_caben_cincuenta() -> None:
    assert len(leer_terceros(_muchos(MAXIMO_POR_ACTO), titular=TITULAR)) == MAXIMO_POR_ACTO
    with pytest.raises(DemasiadosTerceros):
        leer_terceros(_muchos(MAXIMO_POR_ACTO + 1), titular=TITULAR)


@given(st.text())
def test_nada_de_lo_que_se_escriba_falla_de_otro_modo(texto: str) -> None:
    try:
        leidos = leer_terceros(texto, titular=TITULAR)
    except Rechazo:
        return
    assert leer_terceros("\n".join(leidos), titular=TITULAR) == leidos


@given(st.dates(date(2026, 12, 1), date(2036, 11, 1)))
def test_termina_a_las_cero_horas_del_dia_siguiente_en_centro(dia: date) -> None:
    termina_en = termino_de(dia, ahora=AHORA)
    assert ultimo_dia_de(termina_en) == dia
    assert dia_en_centro(termina_en) == dia + timedelta(days=1)
    assert (termina_en.hour, termina_en.minute, termina_en.second) == (0, 0, 0)


@pytest.mark.parametrize("dia", [date(2026, 11, 30), date.min, date.max, date(2026 + ANOS_MAXIMOS, 12, 31)])
def test_ni_pasado_ni_demasiado_lejos(dia: date) -> None:
    with pytest.raises(VigenciaInvalida):
        termino_de(dia, ahora=AHORA)


def test_el_dia_es_el_de_centro() -> None:
    """At 23:30 in Centro it is already tomorrow in UTC."""
    noche = datetime(2026, 12, 1, 23, 30, tzinfo=ZONA)
    assert termino_de(date(2026, 12, 1), ahora=noche) == datetime(2026, 12, 2, tzinfo=ZONA)


HORAS = st.integers(0, 100).map(lambda horas: AHORA + timedelta(hours=horas))


@given(st.none() | HORAS, st.none() | HORAS, HORAS)
def test_como_esta_en_cada_instante(termina_en: datetime | None, fin: datetime | None, en: datetime) -> None:
    """In force until the first of both; said by the one that came first."""
    estado = estado_de(fin=fin, termina_en=termina_en, en=en)
    finales = [final for final in (fin, termina_en) if final is not None]
    assert (estado is Estado.AUTORIZADO) == all(en < final for final in finales)
    if estado is Estado.CANCELADO:
        assert fin is not None
        assert termina_en is None or fin < termina_en or en < termina_en
