"""Enqueue a task by its name when the transaction commits; a broker that is down loses nothing.

Whatever is enqueued here is also found by a beat task in the database, so that a failed publication
only delays it.
"""

import logging
from typing import Any

from celery import signature
from django.db import transaction
from kombu.exceptions import OperationalError

from buzon.web import cortacircuitos
from buzon.web.cortacircuitos import COLA, EnPausa

FALLAS = (OperationalError, OSError)
registro = logging.getLogger(__name__)


def encolar(tarea: str, **argumentos: Any) -> None:
    """Publish `tarea` with these keyword arguments once the current transaction commits."""

    def publicar() -> None:
        publicacion = signature(tarea, kwargs=argumentos)
        try:
            cortacircuitos.llamar(COLA, publicacion.apply_async, fallas=FALLAS)
        except EnPausa:
            return  # said when it began
        except FALLAS as error:
            registro.warning("%s no se pudo encolar ahora (%s); la reenviará beat", tarea, error)

    # robust: the act is committed; a failure here must stop neither its answer nor what else waits for the commit.
    transaction.on_commit(publicar, robust=True)
