"""Refusals of the inbox."""

from buzon.valores.rechazo import Rechazo


class SinSeleccion(Rechazo):
    """Messages were to be marked, and none was chosen."""

    codigo = "sin_seleccion"
