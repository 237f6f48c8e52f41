"""State machine of the authorisation (pure): which act fits the present state."""

from enum import StrEnum

from buzon.valores.marcas import Rotulado, marcado
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import EstadoCambiado


class Estado(Rotulado):
    """States of an RFC's authorisation (guide of 23-09-2022, part III)."""

    SIN_AUTORIZACION = "SIN_AUTORIZACION", marcado("Sin autorización")
    AUTORIZADA = "AUTORIZADA", marcado("Autorizada")
    CANCELADA = "CANCELADA", marcado("Cancelada")


class Movimiento(StrEnum):
    """What a signed act does."""

    AUTORIZAR = "autorizar"
    CANCELAR = "cancelar"


TRANSICIONES = {
    (Estado.SIN_AUTORIZACION, Movimiento.AUTORIZAR): Estado.AUTORIZADA,
    (Estado.CANCELADA, Movimiento.AUTORIZAR): Estado.AUTORIZADA,
    (Estado.AUTORIZADA, Movimiento.CANCELAR): Estado.CANCELADA,
}


def siguiente(estado: Estado, *, movimiento: Movimiento) -> Estado:
    """Return the state after the movement; raises EstadoCambiado where the movement does not apply."""
    try:
        return TRANSICIONES[estado, movimiento]
    except KeyError:
        raise EstadoCambiado(f"{estado} {movimiento}") from None


def movimiento_que_procede(estado: Estado) -> Movimiento:
    """Return the only movement that the present state offers."""
    return Movimiento.CANCELAR if estado is Estado.AUTORIZADA else Movimiento.AUTORIZAR


class SinManifestacion(Rechazo):
    """The box was not ticked."""

    codigo = "sin_manifestacion"
    titulo = marcado("Falta activar la casilla")
    mensaje = marcado("Activa la casilla para continuar.")


def leer_movimiento(texto: str) -> Movimiento:
    """Return the movement that a form names; raises SinManifestacion for anything else."""
    try:
        return Movimiento(texto)
    except ValueError:
        raise SinManifestacion(texto) from None
