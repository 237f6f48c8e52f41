"""Tasks of the outbox."""

import logging
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from buzon.mensajes import salida

registro = logging.getLogger(__name__)


# The soft limit, below the common 90 s, turns a server that never ends its answer into one more failed try.
@shared_task(name="mensajes.enviar", soft_time_limit=60)
def enviar(*, envio_id: str, intentos: int, **_: Any) -> None:
    """Make one try of a delivery; delivered twice to the workers, it is made once."""
    cual = UUID(envio_id)
    try:
        salida.enviar(cual, intentos=intentos, ahora=timezone.now())
    except Exception as error:
        registro.exception("El envío %s no terminó", envio_id)
        salida.aplazar(cual, intentos=intentos, motivo=type(error).__name__, ahora=timezone.now())


@shared_task(name="mensajes.reenviar")
def reenviar(**_: Any) -> None:
    """Ask again for the deliveries that are due."""
    salida.reenviar(ahora=timezone.now())
