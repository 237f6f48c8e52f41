"""Tasks: each one is a service, called with the clock read here."""

from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from buzon.bitacora import services


@shared_task(name="bitacora.vaciar_rechazos")
def vaciar_rechazos(**_: Any) -> None:
    services.vaciar_rechazos(dias=settings.RETENCION_RECHAZOS_DIAS, ahora=timezone.now())
