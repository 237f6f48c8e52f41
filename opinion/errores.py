"""Refusals of the opinion."""

from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoDisponible


class NoPublica(Rechazo):
    """The RFC's opinion is not public; the same for unknown, never authorised and cancelled."""

    codigo = "no_publica"


class OpinionSinCalcular(NoDisponible):
    """The RFC is authorised and no verdict of it is stored yet."""
