"""Writes of the read mark: the only thing of a message that changes."""

from collections.abc import Collection
from datetime import datetime

from buzon.mensajes.models import Mensaje


def marcar_leidos(rfc: str, *, ids: Collection[int], ahora: datetime) -> int:
    """Mark one's own messages as read and return how many were not; the first reading stays."""
    return Mensaje.objects.filter(rfc=rfc, pk__in=ids, leido_en=None).update(leido_en=ahora)


def marcar_no_leidos(rfc: str, *, ids: Collection[int]) -> int:
    """Mark one's own messages as not read and return how many were."""
    return Mensaje.objects.filter(rfc=rfc, pk__in=ids, leido_en__isnull=False).update(leido_en=None)


def marcar_todos_leidos(rfc: str, *, hasta: int, ahora: datetime) -> int:
    """Mark as read all up to the newest that the person saw, so that none is lost which came meanwhile."""
    return Mensaje.objects.filter(rfc=rfc, pk__lte=hasta, leido_en=None).update(leido_en=ahora)
