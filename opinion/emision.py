"""32D Consultar Mi Opinión: one's opinion as it stands now, its issue, and those that were issued.

It is issued once a day for the same facts: an immutable row with its cadena original, and a document to be sealed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.paginator import Page
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from buzon.actos.cadena_original import entre_barras
from buzon.bitacora import services as bitacora
from buzon.documentos import services as documentos
from buzon.documentos.models import Clase
from buzon.padron import selectors as padron
from buzon.padron import services as padron_escrito
from buzon.padron.errores import HechosNoDisponibles
from buzon.padron.hechos import Hechos
from buzon.valores.fechas import dia_en_centro, fecha_cadena, fecha_cadena_fin, fin_del_dia
from buzon.valores.identificadores import nuevo_folio
from buzon.web.paginas import pagina_de
from opinion.carta import contenido_de
from opinion.ficha import Ficha, ficha_de
from opinion.huella import Titular, huella_de
from opinion.models import OpinionEmitida
from opinion.reglas import VERSION, Sentido, Veredicto
from opinion.reglas.explicacion import Explicacion, explicar

TRAMITE = "Carta de No Adeudo Art. 32D"


@dataclass(frozen=True, slots=True)
class _Actual:
    """What the present facts give; `emitida` is today's opinion with these very facts, if there is one."""

    hoy: date
    hechos: Hechos
    explicacion: Explicacion
    huella: str
    emitida: OpinionEmitida | None

    def ficha(self) -> Ficha:
        """Return it in words, in the language in force."""
        return ficha_de(self.explicacion, hoy=self.hoy, oficinas=padron.oficinas_de(self.hechos))


def _actual(titular: Titular, *, ahora: datetime, tercero: str = "") -> _Actual:
    hoy, hechos = dia_en_centro(ahora), padron.hechos_de(titular.rfc)
    explicacion = explicar(hechos, hoy=hoy)
    huella = huella_de(titular, hechos=hechos, veredicto=explicacion.veredicto, tercero=tercero)
    emitidas = OpinionEmitida.objects.filter(rfc=titular.rfc, dia=hoy, huella=huella)
    return _Actual(hoy, hechos, explicacion, huella, emitidas.only("folio", "emitida_en").first())


@dataclass(frozen=True, slots=True)
class MiOpinion:
    """What the rules say of the present facts; `emitida` is today's opinion with these very facts, if there is one."""

    ficha: Ficha
    emitida: OpinionEmitida | None


def mi_opinion(titular: Titular, *, ahora: datetime) -> MiOpinion:
    """Return one's opinion as it stands now, explained.

    Raises HechosNoDisponibles where the register does not give the facts with certainty.
    """
    actual = _actual(titular, ahora=ahora)
    return MiOpinion(actual.ficha(), actual.emitida)


def veredicto_actual(rfc: str, *, ahora: datetime) -> Veredicto:
    """Return what an opinion issued now would decide.

    Raises HechosNoDisponibles where the register does not give the facts with certainty.
    """
    return explicar(padron.hechos_de(rfc), hoy=dia_en_centro(ahora)).veredicto


@transaction.atomic
def emitir_opinion(titular: Titular, *, ahora: datetime, tercero: str = "") -> OpinionEmitida:
    """Return the opinion of the day for the present facts; issue it, with its document, if there is none yet.

    `tercero` is the RFC of the third party that obtains it, which its document then says: whether it may is not looked
    at here. Raises HechosNoDisponibles, and issues nothing, where the register does not give the facts with certainty.
    """
    # Held until the commit: of any number of submissions one issues and all get the same, and whoever writes the
    # facts of this RFC waits, so that what is issued is what the register says at that moment.
    padron_escrito.bloquear([titular.rfc])
    actual = _actual(titular, ahora=ahora, tercero=tercero)
    return actual.emitida or _emitir(titular, actual, ahora=ahora, tercero=tercero)


def _emitir(titular: Titular, actual: _Actual, *, ahora: datetime, tercero: str) -> OpinionEmitida:
    explicacion, veredicto = actual.explicacion, actual.explicacion.veredicto
    folio, vigente_hasta = nuevo_folio(ahora), fin_del_dia(ahora)
    cadena = cadena_original(
        titular,
        veredicto.sentido,
        folio=folio,
        emitida_en=ahora,
        vigente_hasta=vigente_hasta,
        tercero=tercero,
    )
    # What is stored and sealed has one text: es-MX, whatever the language of the page that asked for it.
    with translation.override(settings.LANGUAGE_CODE):
        ficha = actual.ficha()
        contenido = contenido_de(
            explicacion,
            titular=titular,
            folio=folio,
            cadena=cadena,
            emitida_en=ahora,
            vigente_hasta=vigente_hasta,
            tercero=tercero,
        )
    detalle = {"folio": folio, "motivo": veredicto.motivo.value, "huella": actual.huella}
    bitacora.anotar("opinion.emitida", ahora=ahora, rfc=titular.rfc, detalle=detalle)
    return OpinionEmitida.objects.create(
        rfc=titular.rfc,
        nombre=titular.nombre,
        curp=titular.curp,
        tercero=tercero,
        folio=folio,
        sentido=veredicto.sentido,
        motivo=veredicto.motivo,
        anexo=veredicto.anexo,
        version_reglas=VERSION,
        huella=actual.huella,
        emitida_en=ahora,
        dia=actual.hoy,
        vigente_hasta=vigente_hasta,
        cadena=cadena,
        trabajadores=explicacion.trabajadores,
        registros=[visto.registro.nrp for visto in explicacion.registros],
        ficha=ficha,
        documento=documentos.crear_con_contenido(
            Clase.OPINION, folio=folio, rfc=titular.rfc, contenido=contenido, ahora=ahora
        ),
    )


def cadena_original(
    titular: Titular,
    sentido: Sentido,
    *,
    folio: str,
    emitida_en: datetime,
    vigente_hasta: datetime,
    tercero: str = "",
) -> str:
    """Return the text that the opinion's sello digital signs.

    The fields stand in the order observed on real ones, in the two date styles of the institution; who obtained it,
    where that was a third party, comes last.
    """
    pares = (
        ("Invocante", settings.INVOCANTE),
        ("Tramite", TRAMITE),
        ("Fecha", fecha_cadena(emitida_en)),
        ("Folio", folio),
        ("RFC", titular.rfc),
        ("Nombre o Razon Social", titular.nombre),
        ("CURP", titular.curp),
        ("Opinion", sentido.en_cadena),
        ("FechaInicioVigencia", fecha_cadena(emitida_en)),
        ("FechaFinVigencia", fecha_cadena_fin(vigente_hasta)),
        *([("TerceroAutorizado", tercero)] if tercero else []),
    )
    return entre_barras(pares=pares)


def emitida_de(folio: str, *, rfc: str) -> OpinionEmitida | None:
    """Return one's own issued opinion, with its document but without the PDF; somebody else's is as if none were."""
    return _con_su_documento().filter(folio=folio, rfc=rfc, tercero="").first()


def obtenida_por(folio: str, *, tercero: str) -> OpinionEmitida | None:
    """Return the opinion of another that a third party obtained; whether it may still see it is not looked at here."""
    return _con_su_documento().filter(folio=folio, tercero=tercero).exclude(tercero="").first()


def _con_su_documento() -> QuerySet[OpinionEmitida]:
    filas = OpinionEmitida.objects.select_related("documento")
    return filas.defer("documento__pdf", "documento__contenido")


@dataclass(frozen=True, slots=True)
class Lugar:
    """How an issued opinion stands beside the others of its day.

    `al_dia`: it fits the present facts. `otra`: the one to be used in its place, if that is already issued.
    """

    al_dia: bool
    otra: OpinionEmitida | None = None


def lugar_de(emitida: OpinionEmitida, *, titular: Titular, ahora: datetime) -> Lugar:
    """Return how an opinion stands now: facts may have changed, and another one of the day may fit them.

    Where they came back to what they were, the first one fits again. Unreadable facts leave the newest one.
    """
    if emitida.dia != dia_en_centro(ahora):
        return Lugar(al_dia=False)
    try:
        vale = _actual(titular, ahora=ahora).emitida
    except HechosNoDisponibles:
        del_dia = OpinionEmitida.objects.filter(rfc=emitida.rfc, dia=emitida.dia, tercero="")
        vale = del_dia.order_by("-emitida_en").only("folio").first()
    if vale is not None and vale.pk == emitida.pk:
        return Lugar(al_dia=True)
    return Lugar(al_dia=False, otra=vale)


def historial_de(rfc: str, *, pagina: str) -> "Page[OpinionEmitida] | None":
    """Return a page of one's issued opinions, newest first; None for a page that there is not."""
    filas = OpinionEmitida.objects.filter(rfc=rfc, tercero="").order_by("-emitida_en", "-pk")
    return pagina_de(filas.only("folio", "sentido", "emitida_en", "vigente_hasta"), pagina=pagina)
