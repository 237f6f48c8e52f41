"""Writes of the opinion: the verdict of each RFC, recomputed from its facts."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice

from django.db import transaction

from autorizacion32d.selectors import rfcs_autorizados
from buzon.bitacora import services as bitacora
from buzon.padron import selectors as padron
from buzon.padron import services as registro
from buzon.padron.hechos import Hechos
from buzon.valores.fechas import ZONA
from opinion.errores import OpinionSinCalcular
from opinion.models import OpinionCalculada
from opinion.reglas import VERSION, evaluar
from opinion.selectors import OpinionPublica, opinion_publica

LOTE = 250
"""RFCs recomputed in one transaction."""

_DECIDIDO = ("sentido", "motivo", "anexo", "version_reglas")


def recalcular_rfc(rfc: str, *, ahora: datetime) -> None:
    """Recompute the opinion of one RFC from its facts; unreadable facts leave it without opinion."""
    _recalcular([rfc], ahora=ahora)


def consultar_publica(rfc: str, *, ahora: datetime) -> OpinionPublica | None:
    """Answer the public: like `selectors.opinion_publica`, computing first the verdict of an RFC that has none yet.

    That happens once at most, to an RFC outside the register in the seconds after it authorises.
    Raises NoDisponible where its facts cannot be read.
    """
    try:
        return opinion_publica(rfc, ahora=ahora)
    except OpinionSinCalcular:
        recalcular_rfc(rfc, ahora=ahora)
        return opinion_publica(rfc, ahora=ahora)


def recalcular_autorizadas(*, ahora: datetime) -> int:
    """Recompute every RFC whose authorisation stands, registered or not; return how many opinions changed.

    One transaction a batch, so that nobody waits for the whole run.
    """
    cambiadas = 0
    pendientes = rfcs_autorizados()
    while lote := list(islice(pendientes, LOTE)):
        cambiadas += _recalcular(lote, ahora=ahora)
    return cambiadas


@transaction.atomic
def _recalcular(rfcs: Collection[str], *, ahora: datetime) -> int:
    registro.bloquear(rfcs)
    anteriores = OpinionCalculada.objects.in_bulk(rfcs)
    lecturas = padron.hechos_por_rfc(rfcs)
    nuevas = [_opinion(hechos, ahora=ahora) for hechos in lecturas.values() if isinstance(hechos, Hechos)]
    cambiadas = [nueva for nueva in nuevas if not _decide_lo_mismo(nueva, anteriores.get(nueva.rfc))]
    perdidas = set(anteriores) - {nueva.rfc for nueva in nuevas}
    OpinionCalculada.objects.bulk_create(
        nuevas, update_conflicts=True, unique_fields=["rfc"], update_fields=[*_DECIDIDO, "calculada_en"]
    )
    OpinionCalculada.objects.filter(rfc__in=perdidas).delete()
    for nueva in cambiadas:
        bitacora.anotar("opinion.calculada", ahora=ahora, rfc=nueva.rfc, detalle={"motivo": nueva.motivo})
    for rfc in sorted(perdidas):
        bitacora.anotar("opinion.no_disponible", ahora=ahora, rfc=rfc)
    return len(cambiadas) + len(perdidas)


def _opinion(hechos: Hechos, *, ahora: datetime) -> OpinionCalculada:
    veredicto = evaluar(hechos, hoy=ahora.astimezone(ZONA).date())
    return OpinionCalculada(
        rfc=hechos.rfc,
        sentido=veredicto.sentido,
        motivo=veredicto.motivo,
        anexo=veredicto.anexo,
        version_reglas=VERSION,
        calculada_en=ahora,
    )


def _decide_lo_mismo(nueva: OpinionCalculada, anterior: OpinionCalculada | None) -> bool:
    return anterior is not None and all(
        getattr(nueva, campo) == getattr(anterior, campo) for campo in _DECIDIDO
    )
