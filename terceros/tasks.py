"""Tasks of the third parties."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from terceros import avisos, peticiones, services


@shared_task(name=avisos.AVISAR)
def avisar(*, folio: str = "", **_: Any) -> None:
    """Tell third parties, and holders before an end date, what they were not told yet."""
    avisos.avisar_lo_pendiente(ahora=timezone.now(), folio=folio)


@shared_task(name=peticiones.AVISAR)
def avisar_peticiones(*, titular: str = "", **_: Any) -> None:
    """Tell holders of the petitions that wait for them."""
    avisos.avisar_peticiones(ahora=timezone.now(), titular=titular)


@shared_task(name="terceros.limpiar")
def limpiar(**_: Any) -> None:
    """Delete what was looked at longer ago than it is kept."""
    services.limpiar(ahora=timezone.now())


@shared_task(name="terceros.vencer")
def vencer(**_: Any) -> None:
    """Note which authorisations came to their end date."""
    services.anotar_vencidas(ahora=timezone.now())
