"""Reads of the log."""

from collections.abc import Collection

from buzon.bitacora.models import Asiento


def asientos_de(rfc: str, *, folio: str, eventos: Collection[str]) -> list[Asiento]:
    """Return the entries of these events about a folio of an RFC, oldest first."""
    suyos = Asiento.objects.filter(rfc=rfc, evento__in=eventos, detalle__folio=folio)
    return list(suyos.order_by("pk"))
