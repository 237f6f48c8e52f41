"""When a delivery is tried again, when no more, and which gateway may be asked. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

PRIMERA_ESPERA = timedelta(seconds=30)
ESPERA_MAXIMA = timedelta(hours=1)
PLAZO = timedelta(hours=72)
INTENTOS_MINIMOS = 7
"""With these tries the waits reach ESPERA_MAXIMA: whoever was down for days, or retries by hand, gets them."""

INTENTOS_CON_DUDA = 8
"""So many tries (about an hour) a gateway that may have taken a message keeps it to itself."""


def espera(intentos: int) -> timedelta:
    """Return how long to wait after so many failed tries (one or more): doubled each time, an hour at most."""
    # The tenth doubling is far beyond the hour: a bigger power would only be a bigger number.
    factor: int = 2 ** min(max(intentos, 1) - 1, 10)
    return min(PRIMERA_ESPERA * factor, ESPERA_MAXIMA)


def esta_agotado(intentos: int, *, creado_en: datetime, ahora: datetime) -> bool:
    """Tell whether a delivery that failed so often is given up."""
    return ahora - creado_en >= PLAZO and intentos >= INTENTOS_MINIMOS


def por_preguntar(
    nombres: Sequence[str], *, dudosa: str, intentos: int, paciencia: int = INTENTOS_CON_DUDA
) -> list[str]:
    """Return which senders are asked, in order, for a message that `dudosa` (or none: "") may have taken.

    It is asked alone: it knows the message by its id and does not send it twice; another one would. After `paciencia`
    tries a message twice is better than none.
    """
    if dudosa not in nombres:
        return list(nombres)
    if intentos < paciencia:
        return [dudosa]
    return [dudosa, *(nombre for nombre in nombres if nombre != dudosa)]
