"""Amounts in pesos, exact to the cent."""

from decimal import Decimal

import pytest

from buzon.valores.pesos import en_pesos


@pytest.mark.parametrize(
    ("importe", "escrito"),
    [
        ("0", "$0.00"),
        ("0.01", "$0.01"),
        ("1234.5", "$1,234.50"),
        ("99999999999999.99", "$99,999,999,999,999.99"),
    ],
)
def test_en_pesos(importe: str, escrito: str) -> None:
    assert en_pesos(Decimal(importe)) == escrito
