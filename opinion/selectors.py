"""Reads of the opinion."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import OperationalError, connection
from django.db.models import QuerySet

from autorizacion32d.reglas import Estado
from buzon.padron.errores import HechosNoDisponibles
from buzon.valores.fechas import fin_del_dia
from buzon.web.errores import NoDisponible
from opinion.errores import OpinionSinCalcular
from opinion.models import (
    CambioDeOpinion,
    Conteo,
    Corrida,
    EstadoDeCorrida,
    OpinionCalculada,
    OpinionEmitida,
    OpinionNoDisponible,
)
from opinion.reglas import Sentido
from opinion.textos import EXPLICACIONES

CONSULTA_PUBLICA = Path(__file__).with_name("consulta_publica.sql").read_text(encoding="utf-8")
"""No ORM: this is the most visited read of the portal."""

CORRIDAS_DIBUJADAS = 30

Fila = tuple[str, str, str, datetime, str | None, datetime, bool]


@dataclass(frozen=True, slots=True)
class OpinionPublica:
    """What anybody may know of whoever authorised it: the sense, and never why."""

    rfc: str
    nombre: str
    sentido: Sentido
    calculada_en: datetime
    vigente_hasta: datetime
    folio: str
    autorizada_en: datetime

    @property
    def sentido_impreso(self) -> str:
        return self.sentido.impreso

    @property
    def explicacion(self) -> str:
        """What the sense means, to be read after the name."""
        return str(EXPLICACIONES[self.sentido])


def opinion_publica(rfc: str, *, ahora: datetime) -> OpinionPublica | None:
    """Return the opinion of an RFC whose authorisation stands now; None for everybody else, known or not.

    It is valid until the end of the day of the query in Centro (Regla Novena).
    Raises OpinionSinCalcular where it is authorised and nothing is calculated, NoDisponible where nothing can be read.
    """
    fila = _leer(rfc)
    if fila is None:
        return None
    leido, nombre, folio, autorizada_en, sentido, calculada_en, es_ilegible = fila
    if es_ilegible:
        raise NoDisponible(f"{rfc}: sus hechos no se pueden leer")
    if sentido is None:
        raise OpinionSinCalcular(rfc)
    return OpinionPublica(
        leido, nombre, Sentido(sentido), calculada_en, fin_del_dia(ahora), folio, autorizada_en
    )


def _leer(rfc: str) -> Fila | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(CONSULTA_PUBLICA, [rfc, Estado.AUTORIZADA.value])
            fila: Fila | None = cursor.fetchone()
    except OperationalError as error:
        raise NoDisponible("la base de datos no responde") from error
    return fila


def ultimo_cambio(rfc: str) -> CambioDeOpinion | None:
    """Return the newest change of the RFC's verdict: the last one written."""
    return CambioDeOpinion.objects.filter(rfc=rfc).order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Veredicto:
    """What stands stored of an RFC: its verdict, or why nothing may be said of it, or neither."""

    calculada: OpinionCalculada | None
    ilegible: OpinionNoDisponible | None


def veredicto_de(rfc: str) -> Veredicto:
    """Return the verdict of an RFC as it stands now."""
    return Veredicto(
        OpinionCalculada.objects.filter(rfc=rfc).first(), OpinionNoDisponible.objects.filter(rfc=rfc).first()
    )


def conteos_de(rfc: str, *, desde: date) -> QuerySet[Conteo]:
    """Return how often the public looked at an opinion on each day from this one on, the newest first."""
    return Conteo.objects.filter(rfc=rfc, dia__gte=desde).order_by("-dia")


def emitidas_de(rfc: str) -> QuerySet[OpinionEmitida]:
    """Return every opinion that was issued to an RFC, newest first, without what it says."""
    filas = OpinionEmitida.objects.filter(rfc=rfc).order_by("-emitida_en")
    return filas.only("folio", "sentido", "emitida_en", "vigente_hasta")


def ultima_corrida() -> Corrida | None:
    """Return the last finished run."""
    return Corrida.objects.filter(estado=EstadoDeCorrida.TERMINADA).order_by("-terminada_en").first()


def causa_de(lectura: HechosNoDisponibles, *, rfc: str) -> str:
    """Return why the facts of the RFC cannot be read, without naming it again: as recalculo.sql says it."""
    return lectura.detalle.removeprefix(f"{rfc}: ")


def corridas_recientes() -> list[Corrida]:
    """Return the last finished runs, the oldest first."""
    terminadas = Corrida.objects.filter(estado=EstadoDeCorrida.TERMINADA).order_by("-terminada_en")
    return list(terminadas[:CORRIDAS_DIBUJADAS])[::-1]
