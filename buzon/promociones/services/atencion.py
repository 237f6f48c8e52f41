"""What is written about a filed request, by both sides, until it is resolved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from buzon.padron.models import Subdelegacion
from buzon.promociones.models import Comunicacion, Solicitud
from buzon.promociones.reglas import Sentido


@dataclass(frozen=True, slots=True)
class Archivo:
    """A file as it was sent."""

    nombre: str
    contenido: bytes


def escribir(
    solicitud: Solicitud, *, rfc: str, texto: str, ahora: datetime, archivos: Sequence[Archivo] = ()
) -> Comunicacion:
    """Write, as the taxpayer, a message, or the answer to what was asked (which puts it back to PRESENTADA).

    Raises NoEncontrado (somebody else's), SolicitudResuelta, TextoInsuficiente, TextoDemasiadoLargo,
    DemasiadosAdjuntos and the refusals of `adjuntos.revision.revisar`.
    """
    raise NotImplementedError


def responder(solicitud: Solicitud, *, texto: str, autor: str, ahora: datetime) -> Comunicacion:
    """Write to the taxpayer, as the Institute. Raises SolicitudResuelta, TextoInsuficiente, TextoDemasiadoLargo."""
    raise NotImplementedError


def requerir_informacion(solicitud: Solicitud, *, texto: str, autor: str, ahora: datetime) -> Comunicacion:
    """Ask the taxpayer for information; the term runs on. Raises as `responder` does."""
    raise NotImplementedError


def resolver(
    solicitud: Solicitud, *, sentido: Sentido, texto: str, autor: str, ahora: datetime
) -> Comunicacion:
    """Resolve it, for good, with a sealed document of its own folio. Raises as `responder` does."""
    raise NotImplementedError


def reasignar(
    solicitud: Solicitud, *, subdelegacion: Subdelegacion | None, autor: str, ahora: datetime
) -> None:
    """Hand it over to another subdelegación (None: nivel central); the term runs on. Raises SolicitudResuelta."""
    raise NotImplementedError
