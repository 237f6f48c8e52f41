"""Refusals of the register."""

from buzon.web.errores import NoDisponible


class HechosNoDisponibles(NoDisponible):
    """The facts of an RFC cannot be read with certainty, so nothing may be decided from them.

    The RFC matches more than one person, or one of its registros is marked unreadable (dominio §2.2, guard).
    """
