"""Reads of the log."""

from django.db.models import QuerySet

from buzon.bitacora.models import Asiento


def asientos_de(rfc: str) -> QuerySet[Asiento]:
    """Return the entries about an RFC, newest first, without their detail."""
    return Asiento.objects.filter(rfc=rfc).order_by("-id").only("evento", "creado_en")
