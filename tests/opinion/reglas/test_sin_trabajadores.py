"""Whose workers count."""

import pytest

from opinion.reglas import Motivo, evaluar
from opinion.reglas.sin_trabajadores import trabajadores_de
from tests.buzon.padron.fabricas import HOY, hechos, registro


@pytest.mark.parametrize("modalidad", ["32", "33", "40"])
def test_no_cuentan_los_asegurados_sin_patron(modalidad: str) -> None:
    unos = hechos(registro(1, modalidad=modalidad, trabajadores=9))
    assert trabajadores_de(unos) == 0
    assert evaluar(unos, hoy=HOY).motivo is Motivo.SIN_TRABAJADORES


@pytest.mark.parametrize("modalidad", ["10", "13", "14", "17", "34"])
def test_cuentan_los_demas(modalidad: str) -> None:
    unos = hechos(
        registro(1, modalidad="32", trabajadores=9), registro(2, modalidad=modalidad, trabajadores=1)
    )
    assert trabajadores_de(unos) == 1
    assert evaluar(unos, hoy=HOY).motivo is Motivo.AL_CORRIENTE
