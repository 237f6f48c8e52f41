"""Requests of clarification or guidance, and what the staff needs to attend to them."""

from buzon.promociones.models.atencion import Correccion, EstadoDeCorreccion, Plantilla
from buzon.promociones.models.solicitud import Adjunto, Borrador, Comunicacion, Preparada, Solicitud

__all__ = [
    "Adjunto",
    "Borrador",
    "Comunicacion",
    "Correccion",
    "EstadoDeCorreccion",
    "Plantilla",
    "Preparada",
    "Solicitud",
]
