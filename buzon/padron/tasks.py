"""Tasks of the register."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from buzon.padron.carga import services

# A national load outlasts the visibility of a message: taken at once, it is never given to another worker. One that
# is lost with its worker says so (the next one finds it), and is asked for again by a person.
UNA_HORA = 3600


@shared_task(name="padron.cargar", acks_late=False, time_limit=UNA_HORA)
def cargar(*, carga_id: int, **_: Any) -> None:
    """Load the files that somebody of the staff uploaded."""
    services.cargar_subida(carga_id)


@shared_task(name="padron.reenviar_cargas")
def reenviar_cargas(**_: Any) -> None:
    """Enqueue again the loads that nobody took."""
    services.reenviar(ahora=timezone.now())
