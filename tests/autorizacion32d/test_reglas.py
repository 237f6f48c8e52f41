"""The state machine: what is offered is what is allowed, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autorizacion32d.reglas import (
    Estado,
    Movimiento,
    SinManifestacion,
    leer_movimiento,
    movimiento_que_procede,
    siguiente,
)
from buzon.web.errores import EstadoCambiado


@pytest.mark.parametrize(
    ("estado", "movimiento", "despues"),
    [
        (Estado.SIN_AUTORIZACION, Movimiento.AUTORIZAR, Estado.AUTORIZADA),
        (Estado.AUTORIZADA, Movimiento.CANCELAR, Estado.CANCELADA),
        (Estado.CANCELADA, Movimiento.AUTORIZAR, Estado.AUTORIZADA),
    ],
)
def test_transiciones(estado: Estado, movimiento: Movimiento, despues: Estado) -> None:
    assert siguiente(estado, movimiento=movimiento) is despues


@given(st.sampled_from(Estado), st.sampled_from(Movimiento))
def test_solo_procede_lo_que_se_ofrece(estado: Estado, movimiento: Movimiento) -> None:
    if movimiento is movimiento_que_procede(estado):
        assert siguiente(estado, movimiento=movimiento) is not estado
    else:
        with pytest.raises(EstadoCambiado):
            siguiente(estado, movimiento=movimiento)


@given(st.text().filter(lambda texto: texto not in {"autorizar", "cancelar"}))
def test_sin_casilla_no_hay_movimiento(texto: str) -> None:
    with pytest.raises(SinManifestacion):
        leer_movimiento(texto)
