"""Refusals of the inbox."""

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class SinSeleccion(Rechazo):
    """Messages were to be marked, and none was chosen (302: the list again, with its sentence)."""

    codigo = "sin_seleccion"
    titulo = marcado("No elegiste ningún mensaje")
    mensaje = marcado("Activa la casilla de los que quieras marcar e inténtalo otra vez.")
