"""Refusals of the register."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoDisponible


class HechosNoDisponibles(NoDisponible):
    """The facts of an RFC cannot be read with certainty, so nothing may be decided from them.

    The RFC matches more than one person, or one of its registros is marked unreadable.
    """


class CorreccionRebasada(Rechazo):
    """The register no longer says what it said when the correction was proposed, so nothing of it is written."""

    codigo = "correccion_rebasada"
    titulo = marcado("El padrón cambió mientras tanto")
    mensaje = marcado(
        "Ya no dice lo que decía cuando se propuso, así que nada cambió. Recházala, y que se proponga otra "
        "vez."
    )
    status = 409
