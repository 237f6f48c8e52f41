"""The term of a request: who is told when nobody resolves it."""

from datetime import date, datetime

from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.promociones import selectors
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Nivel, umbral
from buzon.valores.fechas import dia_en_centro

LOTE = 500
LOTES = 40


def escalar(*, ahora: datetime) -> int:
    """Raise open requests to the level that their day gives, in sets; return how many were raised.

    Each level is reached once, with its entry in the log; whoever comes late goes straight to the level of the day.
    What a set of LOTES does not reach, and what somebody is writing to at this moment, is left for the next hour.
    """
    hoy = dia_en_centro(ahora)
    return sum(_escalar_a(nivel, hoy=hoy, ahora=ahora) for nivel in (Nivel.NORMATIVA, Nivel.JEFATURA))


def _escalar_a(nivel: Nivel, *, hoy: date, ahora: datetime) -> int:
    total = 0
    for _ in range(LOTES):
        escaladas = _escalar_lote(nivel, hoy=hoy, ahora=ahora)
        total += escaladas
        if escaladas < LOTE:
            break
    return total


@transaction.atomic
def _escalar_lote(nivel: Nivel, *, hoy: date, ahora: datetime) -> int:
    pendientes = selectors.abiertas(vencen_hasta=umbral(nivel, hoy=hoy), escalada_menor_que=nivel)
    filas = list(
        pendientes.select_for_update(skip_locked=True)
        .order_by("vence_el", "pk")
        .only("pk", "folio", "rfc", "escalada")[:LOTE]
    )
    Solicitud.objects.filter(pk__in=[fila.pk for fila in filas]).update(escalada=nivel)
    for fila in filas:
        detalle = {"folio": fila.folio, "de": fila.escalada, "a": nivel.value}
        bitacora.anotar("promociones.escalada", ahora=ahora, rfc=fila.rfc, detalle=detalle)
    return len(filas)
