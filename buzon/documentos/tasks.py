"""Tasks: each calls one service."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

import buzon.documentos.sello.firma  # noqa: F401  (loads pyHanko before the first document)
from buzon.documentos import services


@shared_task(name="documentos.sellar", ignore_result=True, acks_late=True)
def sellar(*, documento_id: str, **_: Any) -> None:
    """Seal a document; delivered twice, it is sealed once."""
    services.sellar(UUID(documento_id), ahora=timezone.now())


@shared_task(name="documentos.reenviar_pendientes", ignore_result=True, acks_late=True)
def reenviar_pendientes(**_: Any) -> None:
    services.reenviar_pendientes(ahora=timezone.now())
