"""Tasks of the opinion."""

import logging
from datetime import datetime
from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from opinion import avisos, conteo, recalculo, services
from opinion.errores import CorridaEnCurso, SinTurno
from opinion.models import OrigenDeCorrida

registro = logging.getLogger(__name__)
ESPERA_DE_TURNO_S = 10
# Together as long as the longest national run may take, its time_limit.
ESPERA_S = 60
VECES = 30


# A national run may outlast the common limit of 90 s: who waits for it gives its worker back and comes again.
@shared_task(name="opinion.recalcular_rfc", bind=True)
def recalcular_rfc(tarea: Task, *, rfc: str, **_: Any) -> None:
    """Recompute one RFC after its facts changed."""
    try:
        services.recalcular_en_turno(rfc, ahora=timezone.now(), espera_s=ESPERA_DE_TURNO_S)
    except SinTurno as sin_turno:
        raise tarea.retry(exc=sin_turno, countdown=ESPERA_S, max_retries=VECES) from sin_turno


# On a slow machine the national run may outlast the broker's visibility_timeout (120 s), after which a late
# acknowledgement would hand it to a second worker: it is acknowledged when taken. A run lost with its worker is made
# up for by the next night's or by the command. Its limit is its own: of the common 90 s it may need more.
@shared_task(
    name="opinion.recalcular_opiniones", bind=True, acks_late=False, time_limit=1800, soft_time_limit=1740
)
def recalcular_opiniones(tarea: Task, *, origen: str = OrigenDeCorrida.NOCTURNA.value, **_: Any) -> None:
    """Recompute every RFC. After a load of the register it waits its turn: a run on its way may not have read it."""
    try:
        recalculo.recalcular_opiniones(ahora=timezone.now(), origen=OrigenDeCorrida(origen))
    except CorridaEnCurso as en_curso:
        if origen == OrigenDeCorrida.CARGA.value:
            raise tarea.retry(exc=en_curso, countdown=ESPERA_S, max_retries=VECES) from en_curso
        registro.warning("Ya hay un recálculo en marcha; no se inicia otro (%s)", origen)


@shared_task(name="opinion.avisar_cambios")
def avisar_cambios(
    *,
    inicio: str = "",
    tras_en: str = "",
    tras_id: int = 0,
    fallas: bool = False,
    rfc: str = "",
    **_: Any,
) -> None:
    """Tell who has an active Buzón that the sentido changed; a batch asks for the next one of its pass."""
    leer = datetime.fromisoformat
    repaso = avisos.Repaso(leer(inicio), leer(tras_en), tras_id, fallas) if inicio else None
    avisos.avisar_cambios(ahora=timezone.now(), repaso=repaso, rfc=rfc)


@shared_task(name="opinion.limpiar_conteos")
def limpiar_conteos(**_: Any) -> None:
    """Delete the counts of look-ups that are kept no longer."""
    conteo.limpiar(ahora=timezone.now())
