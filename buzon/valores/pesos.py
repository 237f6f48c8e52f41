"""Amounts as a person in Mexico reads them."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency


@lru_cache(maxsize=4096)
def en_pesos(importe: Decimal) -> str:
    """«$1,234.50», always with its cents."""
    return str(format_currency(importe, "MXN", locale="es_MX"))
