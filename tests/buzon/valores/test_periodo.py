"""Periods in words."""

import pytest

from buzon.valores.fechas import periodo_en_palabras


@pytest.mark.parametrize(
    ("clave", "dicho"), [("2026-09", "septiembre de 2026"), ("2026-B5", "bimestre 5 de 2026")]
)
def test_periodo(clave: str, dicho: str) -> None:
    assert periodo_en_palabras(clave) == dicho
