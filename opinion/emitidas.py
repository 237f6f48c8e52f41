"""Reads of one's own opinion: as it stands now, and those that were issued."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page

from buzon.padron import selectors as padron
from buzon.padron.errores import HechosNoDisponibles
from buzon.padron.hechos import Hechos
from buzon.valores.fechas import dia_en_centro
from buzon.web.paginas import pagina_de
from opinion.ficha import Ficha, ficha_de
from opinion.huella import Titular, huella_de
from opinion.models import OpinionEmitida
from opinion.reglas.explicacion import Explicacion, explicar


@dataclass(frozen=True, slots=True)
class MiOpinion:
    """What the rules say of the present facts; `emitida` is today's opinion with these very facts, if there is one."""

    ficha: Ficha
    emitida: OpinionEmitida | None


@dataclass(frozen=True, slots=True)
class Lugar:
    """How an issued opinion stands beside the others of its day.

    `al_dia`: it fits the present facts. `otra`: the one to be used in its place, if that is already issued.
    """

    al_dia: bool
    otra: OpinionEmitida | None = None


def mi_opinion(titular: Titular, *, ahora: datetime) -> MiOpinion:
    """Return one's opinion as it stands now, explained.

    Raises HechosNoDisponibles where the register does not give the facts with certainty.
    """
    hechos = padron.hechos_de(titular.rfc)
    explicacion, emitida = _segun(hechos, titular=titular, ahora=ahora)
    oficinas = padron.oficinas_de(hechos)
    return MiOpinion(ficha_de(explicacion, hoy=dia_en_centro(ahora), oficinas=oficinas), emitida)


def _segun(hechos: Hechos, *, titular: Titular, ahora: datetime) -> tuple[Explicacion, OpinionEmitida | None]:
    """Return what the facts give, and today's opinion with these very facts."""
    hoy = dia_en_centro(ahora)
    explicacion = explicar(hechos, hoy=hoy)
    huella = huella_de(titular, hechos=hechos, veredicto=explicacion.veredicto)
    emitida = OpinionEmitida.objects.filter(rfc=titular.rfc, dia=hoy, huella=huella)
    return explicacion, emitida.only("folio", "emitida_en").first()


def emitida_de(folio: str, *, rfc: str) -> OpinionEmitida | None:
    """Return one's own issued opinion, with its document but without the PDF; somebody else's is as if none were."""
    return (
        OpinionEmitida.objects.select_related("documento")
        .defer("documento__pdf", "documento__contenido")
        .filter(folio=folio, rfc=rfc)
        .first()
    )


def lugar_de(emitida: OpinionEmitida, *, titular: Titular, ahora: datetime) -> Lugar:
    """Return how an opinion stands now: facts may have changed, and another one of the day may fit them.

    Where they came back to what they were, the first one fits again. Unreadable facts leave the newest one.
    """
    if emitida.dia != dia_en_centro(ahora):
        return Lugar(al_dia=False)
    del_dia = OpinionEmitida.objects.filter(rfc=emitida.rfc, dia=emitida.dia).order_by("-emitida_en")
    try:
        _, actual = _segun(padron.hechos_de(titular.rfc), titular=titular, ahora=ahora)
    except HechosNoDisponibles:
        actual = del_dia.only("folio").first()
    if actual is not None and actual.pk == emitida.pk:
        return Lugar(al_dia=True)
    return Lugar(al_dia=False, otra=actual)


def historial_de(rfc: str, *, pagina: str) -> "Page[OpinionEmitida] | None":
    """Return a page of one's issued opinions, newest first; None for a page that there is not."""
    filas = OpinionEmitida.objects.filter(rfc=rfc).order_by("-emitida_en", "-pk")
    return pagina_de(filas.only("folio", "sentido", "emitida_en", "vigente_hasta"), pagina=pagina)
