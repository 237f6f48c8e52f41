"""Legal terms, counted as the law counts them, in the days of Centro."""

from datetime import date, datetime, timedelta

from buzon.valores.fechas import dia_en_centro

DIAS_PARA_RESOLVER = 10


def vencimiento(presentada_en: datetime, *, dias: int = DIAS_PARA_RESOLVER) -> date:
    """Return the last day of a term of natural days: day 1 is the one after filing, and none is skipped.

    Filed on 1 March at any hour of Centro, a request is to be resolved by 11 March (Regla Décima, 10 days).
    """
    return dia_en_centro(presentada_en) + timedelta(days=dias)


def dias_transcurridos(presentada_en: datetime, *, hoy: date) -> int:
    """Return which day of the term `hoy` is: 0 on the day of filing."""
    return (hoy - dia_en_centro(presentada_en)).days


def dias_restantes(vence_el: date, *, hoy: date) -> int:
    """Return how many whole days are left after `hoy`: 0 on the last day, negative once the term is over."""
    return (vence_el - hoy).days
