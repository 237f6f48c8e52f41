"""The draft of a request: saved as often as one likes, with its files; nothing of it is demanded yet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from buzon.promociones.models import Adjunto, Borrador
from buzon.promociones.seleccion import CreditoElegido


def guardar_borrador(
    rfc: str,
    *,
    asunto: str,
    texto: str,
    registros: Sequence[str],
    creditos: Sequence[CreditoElegido],
    ahora: datetime,
) -> Borrador:
    """Keep what a person has written so far; an empty asunto and an empty text are kept too.

    The text is cleaned (`texto.limpio`). Raises AsuntoNoDisponible, TextoDemasiadoLargo, SeleccionExcesiva,
    RegistroAjeno and CreditoAjeno.
    """
    raise NotImplementedError


def agregar_adjunto(rfc: str, *, nombre: str, contenido: bytes, ahora: datetime) -> Adjunto:
    """Add a file to the draft; one that is there already is given back as it is.

    Raises the refusals of `adjuntos.revision.revisar` and DemasiadosAdjuntos.
    """
    raise NotImplementedError


def quitar_adjunto(rfc: str, *, adjunto_id: UUID, ahora: datetime) -> None:
    """Take a file away from one's draft; one that is not there leaves it as it is."""
    raise NotImplementedError


def descartar_borrador(rfc: str, *, ahora: datetime) -> None:
    """Empty the draft, its files included."""
    raise NotImplementedError
