"""Reads of the authorisations of third parties, from both sides."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page
from django.db.models import OuterRef, Q, QuerySet, Subquery

from buzon.valores.identificadores import normalizar_rfc
from buzon.web.paginas import pagina_de
from opinion.models import OpinionCalculada
from terceros.models import AutorizacionDeTercero, ConsultaDeTercero, Que


def vigente(*, en: datetime) -> Q:
    """Return the condition of an authorisation in force at an instant not before the present."""
    return Q(fin=None) & (Q(termina_en=None) | Q(termina_en__gt=en))


def _con_su_ultima_consulta(filas: QuerySet[AutorizacionDeTercero]) -> QuerySet[AutorizacionDeTercero]:
    # The third party's name is known to the holder once it has looked: before, it would tell whether the RFC exists.
    ultima = ConsultaDeTercero.objects.filter(autorizacion=OuterRef("pk")).order_by("-id")
    return filas.select_related("acto", "cancelacion").annotate(
        nombre=Subquery(ultima.values("nombre")[:1]), consultada_en=Subquery(ultima.values("ocurrio_en")[:1])
    )


def autorizados_por(titular: str, *, en: datetime, pagina: str = "1") -> "Page[AutorizacionDeTercero] | None":
    """Return a page of whom a holder has authorised now, by RFC; None for a page that there is not."""
    filas = AutorizacionDeTercero.objects.filter(vigente(en=en), titular=titular).order_by("tercero")
    return pagina_de(_con_su_ultima_consulta(filas), pagina=pagina)


ULTIMAS = 20


def dadas_por(titular: str) -> QuerySet[AutorizacionDeTercero]:
    """Return every authorisation that a holder ever gave, newest first, with the folio of its act."""
    filas = AutorizacionDeTercero.objects.filter(titular=titular).select_related("acto").order_by("-id")
    return filas.only("tercero", "desde", "termina_en", "fin", "acto__folio")


def por_terminar_de(titular: str, *, en: datetime, hasta: datetime) -> QuerySet[AutorizacionDeTercero]:
    """Return the authorisations of a holder that end by themselves until `hasta`, the nearest end first."""
    filas = AutorizacionDeTercero.objects.filter(titular=titular, fin=None, termina_en__gt=en)
    return filas.filter(termina_en__lte=hasta).order_by("termina_en", "id")


def terminadas_de(titular: str, *, en: datetime) -> QuerySet[AutorizacionDeTercero]:
    """Return the newest ULTIMAS authorisations of a holder that ended."""
    filas = AutorizacionDeTercero.objects.filter(titular=titular).exclude(vigente(en=en)).order_by("-id")
    return _con_su_ultima_consulta(filas)[:ULTIMAS]


def autorizacion_de(identificador: int, *, titular: str, en: datetime) -> AutorizacionDeTercero | None:
    """Return one of the holder's own that is in force; somebody else's is as if there were none."""
    filas = AutorizacionDeTercero.objects.filter(vigente(en=en), pk=identificador, titular=titular)
    return filas.first()


@dataclass(frozen=True, slots=True)
class Previas:
    """What a holder had given to some third parties: the newest id (0 without any), and who can see it now."""

    ultima: int
    vigentes: tuple[str, ...]


def previas_de(titular: str, *, terceros: list[str], en: datetime) -> Previas:
    filas = AutorizacionDeTercero.objects.filter(titular=titular, tercero__in=terceros)
    ultima = filas.order_by("-id").values_list("id", flat=True).first()
    vigentes = filas.filter(vigente(en=en)).order_by("id").values_list("tercero", flat=True)
    return Previas(ultima or 0, tuple(vigentes))


def consultas_de(titular: str, *, pagina: str) -> "Page[ConsultaDeTercero] | None":
    """Return a page of what third parties looked at, newest first; None for a page that there is not."""
    return pagina_de(ConsultaDeTercero.objects.filter(titular=titular).order_by("-id"), pagina=pagina)


def me_autorizaron(
    tercero: str, *, en: datetime, dia: datetime, busca: str = "", pagina: str = "1"
) -> "Page[AutorizacionDeTercero] | None":
    """Return a page of the holders that a third party may look at now, by RFC, with what it saw since `dia`.

    `busca` is the beginning of an RFC or a part of a name. None for a page that there is not.
    """
    filas = autorizaciones_de(tercero, en=en)
    if busca:
        es_rfc = Q(titular__startswith=normalizar_rfc(busca))
        filas = filas.filter(es_rfc | Q(acto__nombre__icontains=busca.strip()))
    vistas = ConsultaDeTercero.objects.filter(autorizacion=OuterRef("pk"), ocurrio_en__gte=dia)
    ultima, obtenida = vistas.order_by("-id"), vistas.filter(que=Que.OPINION).order_by("-id")
    filas = filas.annotate(
        sentido=Subquery(ultima.values("sentido")[:1]),
        motivo=Subquery(ultima.values("motivo")[:1]),
        vista_en=Subquery(ultima.values("ocurrio_en")[:1]),
        folio=Subquery(obtenida.values("folio")[:1]),
    )
    return pagina_de(filas, pagina=pagina)


def puede_ver(titular: str, *, tercero: str, en: datetime) -> bool:
    """Whether a third party may see the opinion of a holder at an instant not before the present."""
    return AutorizacionDeTercero.objects.filter(vigente(en=en), titular=titular, tercero=tercero).exists()


def con_su_veredicto(tercero: str, *, en: datetime) -> QuerySet[AutorizacionDeTercero]:
    """Return the authorisations in force of a third party, by RFC of the holder, each with its stored verdict."""
    calculadas = OpinionCalculada.objects.filter(rfc=OuterRef("titular"))
    return autorizaciones_de(tercero, en=en).annotate(
        sentido=Subquery(calculadas.values("sentido")),
        motivo=Subquery(calculadas.values("motivo")),
        calculada_en=Subquery(calculadas.values("calculada_en")),
    )


def autorizaciones_de(tercero: str, *, en: datetime) -> QuerySet[AutorizacionDeTercero]:
    """Return the authorisations in force of a third party, by the RFC of their holder."""
    filas = AutorizacionDeTercero.objects.filter(vigente(en=en), tercero=tercero)
    return (
        filas.select_related("acto")
        .only("titular", "tercero", "desde", "termina_en", "fin", "acto__nombre")
        .order_by("titular")
    )
