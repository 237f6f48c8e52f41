"""Tasks of the opinion."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from opinion import services


@shared_task(name="opinion.recalcular_rfc")
def recalcular_rfc(*, rfc: str, **_: Any) -> None:
    """Recompute one RFC after its facts changed."""
    services.recalcular_rfc(rfc, ahora=timezone.now())


@shared_task(name="opinion.recalcular_autorizadas")
def recalcular_autorizadas(**_: Any) -> None:
    """Recompute every authorised RFC, every hour."""
    services.recalcular_autorizadas(ahora=timezone.now())
