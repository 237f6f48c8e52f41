"""Reads of who is inside."""

from buzon.cuentas.models import Ingreso


def ingreso_de(ingreso_id: int, *, usuario_id: int) -> Ingreso | None:
    """Return the entry of an open session with its contribuyente, in one query."""
    return (
        Ingreso.objects.select_related("contribuyente")
        .filter(pk=ingreso_id, contribuyente__usuario_id=usuario_id)
        .first()
    )
