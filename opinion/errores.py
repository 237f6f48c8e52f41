"""Refusals of the opinion."""

from buzon.valores.rechazo import Rechazo


class NoPublica(Rechazo):
    """The RFC's opinion is not public; the same for unknown, never authorised and cancelled."""

    codigo = "no_publica"
