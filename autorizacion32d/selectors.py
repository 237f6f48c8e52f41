"""Reads of the authorisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from autorizacion32d.leyendas import TRAMITES, Leyenda, leyenda_de
from autorizacion32d.models import Autorizacion, Transicion
from autorizacion32d.reglas import Estado
from buzon.actos import selectors as actos
from buzon.valores.fechas import ZONA


@dataclass(frozen=True, slots=True)
class ActoDelHistorial:
    leyenda: Leyenda
    folio: str
    firmado_en: datetime


def autorizacion_de(rfc: str) -> Autorizacion:
    """Return the present authorisation; an RFC without one has an unsaved row in SIN_AUTORIZACION."""
    return Autorizacion.objects.filter(rfc=rfc).first() or Autorizacion(
        rfc=rfc, estado=Estado.SIN_AUTORIZACION
    )


def transiciones_de(rfc: str) -> QuerySet[Transicion]:
    """Return every change of state of the RFC, newest first, with the folio of its act."""
    # Not by a join: its estimate may lead to reading every change from the newest on.
    suya = Autorizacion.objects.filter(rfc=rfc).values("pk")[:1]
    filas = Transicion.objects.filter(autorizacion=suya).select_related("acto").order_by("-id")
    return filas.only("de", "a", "ocurrida_en", "acto__folio")


def movimientos_por_dia(*, desde: datetime) -> QuerySet[Transicion, tuple[date, str, int]]:
    """Return how many changes led to each state on each day of Centro, oldest first."""
    filas = Transicion.objects.filter(ocurrida_en__gte=desde)
    dia = TruncDate("ocurrida_en", tzinfo=ZONA)
    return filas.values_list(dia, "a").annotate(cuantas=Count("*")).order_by(dia, "a")


def historial_de(rfc: str) -> Sequence[ActoDelHistorial]:
    """Return every act of the RFC in this matter, newest first."""
    return [
        ActoDelHistorial(leyenda_de(acto.tramite), acto.folio, acto.firmado_en)
        for acto in actos.historial_de(rfc, tramites=TRAMITES)
    ]
