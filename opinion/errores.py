"""Refusals of the opinion."""

from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoDisponible


class NoPublica(Rechazo):
    """The RFC's opinion is not public; the same for unknown, never authorised and cancelled."""

    codigo = "no_publica"


class OpinionSinCalcular(NoDisponible):
    """The RFC is authorised and no verdict of it is stored yet."""


class SinTurno(NoDisponible):
    """A verdict could not be computed now: a national run, or whoever writes the same facts, goes first."""


class CorridaEnCurso(Rechazo):
    """A national run is on its way, and one at a time is enough."""

    codigo = "recalculo_en_curso"
