"""Reads for the staff's figures: what is open, and how long what was resolved took.

An office is the key of a subdelegación; none: the whole country.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Aggregate, Count, DateField, FloatField, Func, IntegerField, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth, TruncWeek

from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Estado
from buzon.valores.fechas import ZONA
from buzon.valores.plazos import DIAS_PARA_RESOLVER

POR_SEMANA, POR_MES = "semana", "mes"
_TRAMOS = {POR_SEMANA: TruncWeek, POR_MES: TruncMonth}


class Percentil(Aggregate):
    """A percentile between two rows is where the straight line between them says (PostgreSQL)."""

    function = "percentile_cont"
    template = "%(function)s(%(fraccion)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expresion: Any, *, fraccion: float) -> None:
        super().__init__(expresion, fraccion=fraccion)


def _dias() -> Func:
    """Return the natural days that a request took: the day after its filing, in Centro, is the first."""
    resuelta, presentada = (TruncDate(campo, tzinfo=ZONA) for campo in ("resuelta_en", "presentada_en"))
    return Func(
        resuelta, presentada, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()
    )


def _medidas() -> dict[str, Aggregate]:
    dias = _dias()
    return {
        "cuantas": Count("*"),
        "mediana": Percentil(dias, fraccion=0.5),
        "percentil_95": Percentil(dias, fraccion=0.95),
    }


def _resueltas(oficina: str, desde: datetime) -> QuerySet[Solicitud]:
    filas = Solicitud.objects.filter(resuelta_en__isnull=False, resuelta_en__gte=desde).order_by()
    return filas.filter(subdelegacion=oficina) if oficina else filas


def abiertas_por_vencimiento(*, oficina: str) -> QuerySet[Solicitud, tuple[date, int]]:
    """Return how many open requests are to be resolved by each day, the earliest first."""
    filas = Solicitud.objects.exclude(estado=Estado.RESUELTA.value)
    suyas = filas.filter(subdelegacion=oficina) if oficina else filas
    return suyas.values_list("vence_el").annotate(cuantas=Count("*")).order_by("vence_el")


def dias_de_resolucion(*, oficina: str, desde: datetime) -> dict[str, Any]:
    """Return how many requests were resolved since an instant, and the median and percentile 95 of their days."""
    return _resueltas(oficina, desde).aggregate(**_medidas())


def dias_por_tramo(*, oficina: str, desde: datetime, tramo: str) -> QuerySet[Any, Any]:
    """Return the same of each week or month of Centro in which something was resolved, the oldest first."""
    inicio = _TRAMOS[tramo]("resuelta_en", tzinfo=ZONA, output_field=DateField())
    return _resueltas(oficina, desde).values(inicio=inicio).annotate(**_medidas()).order_by("inicio")


def plazo_por_oficina(*, oficina: str, desde: datetime) -> QuerySet[Any, Any]:
    """Return how many requests each office resolved, and how many of them within the term."""
    en_plazo = Count("resuelta_en", filter=Q(dias__lte=DIAS_PARA_RESOLVER))
    filas = _resueltas(oficina, desde).annotate(dias=_dias())
    por_oficina = filas.values("subdelegacion", "subdelegacion__nombre", "subdelegacion__ooad")
    return por_oficina.annotate(cuantas=Count("*"), en_plazo=en_plazo).order_by("subdelegacion")
