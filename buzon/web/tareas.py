"""Enqueue a task by its name when the transaction commits; a broker that is down loses nothing.

Whatever is enqueued here is also found by a beat task in the database, so that a failed publication
only delays it.
"""

import logging
import time
from typing import Any

from celery import signature
from django.db import transaction
from kombu.exceptions import OperationalError

registro = logging.getLogger(__name__)


class Intermitencia:
    """What this process knows of the broker: after it failed it is left alone for a while, and nobody waits for it."""

    PAUSA_S = 15.0

    def __init__(self) -> None:
        self._hasta = 0.0

    @property
    def en_pausa(self) -> bool:
        """Whether it is left alone now."""
        return time.monotonic() < self._hasta

    def fallo(self) -> None:
        """It did not take a task."""
        self._hasta = time.monotonic() + self.PAUSA_S


broker = Intermitencia()


def encolar(tarea: str, **argumentos: Any) -> None:
    """Publish `tarea` with these keyword arguments once the current transaction commits."""

    def publicar() -> None:
        _publicar(tarea, argumentos)

    transaction.on_commit(publicar, robust=True)


def _publicar(tarea: str, argumentos: dict[str, Any]) -> None:
    if broker.en_pausa:
        return
    try:
        signature(tarea, kwargs=argumentos).apply_async()
    except (OperationalError, OSError) as error:
        broker.fallo()
        registro.warning("%s no se pudo encolar ahora (%s); la reenviará beat", tarea, error)
