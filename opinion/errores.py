"""Refusals of the opinion."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoDisponible


class NoPublica(Rechazo):
    """The RFC's opinion is not public; the same for unknown, never authorised and cancelled."""

    codigo = "no_publica"
    titulo = marcado("Opinión no pública")
    mensaje = marcado("No hay una opinión pública con ese RFC: no existe, no la ha autorizado o la canceló.")
    status = 404


class OpinionSinCalcular(NoDisponible):
    """The RFC is authorised and no verdict of it is stored yet."""


class SinTurno(NoDisponible):
    """A verdict could not be computed now: a national run, or whoever writes the same facts, goes first."""


class CorridaEnCurso(Rechazo):
    """A national run is on its way, and one at a time is enough; only the command and the task meet it."""

    codigo = "recalculo_en_curso"
    titulo = marcado("Ya hay un recálculo en marcha")
    mensaje = marcado(
        "Ya se están recalculando todas las opiniones. Espera a que termine y repite la orden si hace falta."
    )
    status = 409
