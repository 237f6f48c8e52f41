"""Tasks: each calls one service, with the clock read here."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from buzon.promociones.services import reparto


@shared_task(name="promociones.escalar")
def escalar(**_: Any) -> None:
    reparto.escalar(ahora=timezone.now())
