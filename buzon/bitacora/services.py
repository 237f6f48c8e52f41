"""Writes to the log. Everybody may write; nobody may change."""

from datetime import datetime
from typing import Any

from buzon.bitacora.models import Asiento


def anotar(evento: str, *, ahora: datetime, rfc: str = "", detalle: dict[str, Any] | None = None) -> Asiento:
    """Append an entry in the caller's transaction.

    `detalle` holds JSON values without secrets: no passwords, keys or codes ever enter the log.
    """
    return Asiento.objects.create(evento=evento, rfc=rfc, detalle=detalle or {}, creado_en=ahora)
