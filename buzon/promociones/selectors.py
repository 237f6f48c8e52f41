"""Reads of requests; the bytes of a file are loaded only by `adjunto_de` and `adjunto_para_personal`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from buzon.cuentas import selectors as cuentas
from buzon.cuentas.models import Personal
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.cuentas.personal.roles import ROLES_QUE_RESPONDEN, Rol
from buzon.promociones.alcance import ajenas_para, corregibles, pueden_recibir, visibles_para
from buzon.promociones.models import (
    Adjunto,
    Borrador,
    Comunicacion,
    Correccion,
    EstadoDeCorreccion,
    Plantilla,
    Solicitud,
)
from buzon.promociones.reglas import Estado, Nivel, umbral
from buzon.web.paginas import pagina_de

COMUNICACIONES = 50
_DE_LA_LISTA = (
    *("folio", "rfc", "asunto", "estado", "presentada_en", "vence_el", "resuelta_en"),
    "sentido_resolucion",
)


@dataclass(frozen=True, slots=True)
class ComunicacionVista:
    """One communication and its files, without their bytes."""

    comunicacion: Comunicacion
    adjuntos: Sequence[Adjunto] = ()


@dataclass(frozen=True, slots=True)
class Conversacion:
    """A request with what was said about it last; files come without their bytes.

    `anteriores`: the communication before which there are more.
    """

    solicitud: Solicitud
    adjuntos: Sequence[Adjunto]
    comunicaciones: Sequence[ComunicacionVista]
    creditos: Sequence[dict[str, Any]] = field(default_factory=list)
    anteriores: int | None = None


def borrador_de(rfc: str) -> Borrador:
    """Return the draft of an RFC; where there is none, an empty unsaved one."""
    return Borrador.objects.filter(rfc=rfc).first() or Borrador(rfc=rfc)


def adjuntos_del_borrador(rfc: str) -> QuerySet[Adjunto]:
    """Return the files of one's draft, without their bytes, in the order in which they were added."""
    return _sin_bytes().filter(borrador__rfc=rfc)


def por_enviar(solicitud: Solicitud) -> QuerySet[Adjunto]:
    """Return the files of the message that the taxpayer is writing, without their bytes, in their order."""
    return _sin_bytes().filter(por_enviar=solicitud)


def solicitud_de(folio: str, *, rfc: str, antes: int | None = None) -> Conversacion | None:
    """Return one's own request as `conversacion_de` does; somebody else's is as if there were none."""
    filas = Solicitud.objects.select_related("subdelegacion", "resolucion")
    solicitud = filas.defer("resolucion__pdf", "resolucion__contenido").filter(folio=folio, rfc=rfc).first()
    return conversacion_de(solicitud, antes=antes) if solicitud else None


def conversacion_de(solicitud: Solicitud, *, antes: int | None = None) -> Conversacion:
    """Return the last COMUNICACIONES said about a request, or the last before one of them, in three queries."""
    todas = Comunicacion.objects.filter(solicitud=solicitud).order_by("-pk")
    # One more than is shown tells whether there are more.
    ultimas = list((todas.filter(pk__lt=antes) if antes else todas)[: COMUNICACIONES + 1])
    dichas = ultimas[:COMUNICACIONES][::-1]
    anteriores = dichas[0].pk if len(ultimas) > COMUNICACIONES else None
    adjuntos: dict[int | None, list[Adjunto]] = {}
    # By two indexes: a condition through the join would read every file there is.
    de_ella = Q(solicitud=solicitud) | Q(comunicacion__in=[comunicacion.pk for comunicacion in dichas])
    for adjunto in _sin_bytes().filter(de_ella):
        adjuntos.setdefault(adjunto.comunicacion_id, []).append(adjunto)
    comunicaciones = [ComunicacionVista(una, adjuntos.get(una.pk, [])) for una in dichas]
    return Conversacion(solicitud, adjuntos.get(None, []), comunicaciones, solicitud.creditos, anteriores)


def ultima_comunicacion(solicitud: Solicitud) -> int:
    """Return the key of the last thing that was said about a request, 0 where nothing was."""
    claves = Comunicacion.objects.filter(solicitud=solicitud).order_by("-pk").values_list("pk", flat=True)
    return claves.first() or 0


def solicitudes_de(rfc: str, *, pagina: str) -> Page[Solicitud] | None:
    """Return a page of one's requests, newest first, without their texts; None for a page that there is not."""
    return pagina_de(Solicitud.objects.filter(rfc=rfc).order_by("-id").only(*_DE_LA_LISTA), pagina=pagina)


def por_resolver_de(rfc: str) -> QuerySet[Solicitud]:
    """Return one's open requests, that of the nearest term first, without their texts."""
    filas = Solicitud.objects.filter(rfc=rfc).exclude(estado=Estado.RESUELTA.value)
    return filas.order_by("vence_el", "id").only(*_DE_LA_LISTA)


def abiertas_de(rfc: str) -> int:
    return Solicitud.objects.filter(rfc=rfc).exclude(estado=Estado.RESUELTA.value).count()


def solicitudes_por_rfc(rfc: str, *, oficina: str) -> QuerySet[Solicitud]:
    """Return the requests of an RFC, newest first, without their texts; `oficina`: only those that it is to resolve."""
    filas = Solicitud.objects.filter(rfc=rfc).order_by("-id").only(*_DE_LA_LISTA)
    return filas.filter(subdelegacion=oficina) if oficina else filas


def adjunto_de(adjunto_id: UUID, *, rfc: str) -> Adjunto | None:
    """Return a file of one's own (of the draft, of a request, of what is said about it), with its bytes."""
    de_una_suya = Q(solicitud__rfc=rfc) | Q(comunicacion__solicitud__rfc=rfc) | Q(por_enviar__rfc=rfc)
    return Adjunto.objects.filter(Q(borrador__rfc=rfc) | de_una_suya, pk=adjunto_id).first()


def adjunto_para_personal(adjunto_id: UUID, *, solicitud: Solicitud) -> Adjunto | None:
    """Return a file of a request that the staff has open, with its bytes; what is not sent is the taxpayer's alone."""
    de_ella = Q(solicitud=solicitud) | Q(comunicacion__solicitud=solicitud)
    return Adjunto.objects.filter(de_ella, pk=adjunto_id).first()


def por_escalar(nivel: Nivel, *, hoy: date) -> QuerySet[Solicitud]:
    """Return open requests that are due at a level and not raised so far yet.

    From the day of the head on, what no active head may attend to is due at Normativa, also where it was raised to one.
    """
    a_jefatura, a_normativa = umbral(Nivel.JEFATURA, hoy=hoy), umbral(Nivel.NORMATIVA, hoy=hoy)
    jefaturas = cuentas.jefaturas_que_atienden(
        oficina=OuterRef("subdelegacion"),
        rfc=OuterRef("rfc"),
        representante=OuterRef("acto__representante_rfc"),
    )
    toca = Q(vence_el__lte=a_normativa) | ~Q(Exists(jefaturas)) if nivel is Nivel.NORMATIVA else Q()
    return Solicitud.objects.exclude(estado=Estado.RESUELTA.value).filter(
        toca, vence_el__lte=a_jefatura, escalada__lt=nivel
    )


def _sin_bytes() -> QuerySet[Adjunto]:
    return Adjunto.objects.defer("contenido").order_by("agregado_en", "pk")


BYTES_DEL_ACTO = tuple(
    f"acto__{campo}" for campo in ("cadena", "firma", "certificado", "emisores", "revocacion")
)


def con_ultima_palabra(filas: QuerySet[Solicitud]) -> QuerySet[Solicitud]:
    """Return the same with `ultima_palabra`: who wrote last about each (De), None where nobody has yet."""
    dichas = Comunicacion.objects.filter(solicitud=OuterRef("pk")).order_by("-pk")
    return filas.annotate(ultima_palabra=Subquery(dichas.values("de")[:1]))


def por_claves(claves: Collection[int], *, quien: Funcionario) -> list[Solicitud] | None:
    """Return the requests with these keys, by their term, or None where `quien` does not see one of them."""
    filas = visibles_para(quien).filter(pk__in=claves).select_related("subdelegacion", "acto")
    vistas = list(filas.defer(*BYTES_DEL_ACTO).order_by("vence_el", "pk"))
    return vistas if len(vistas) == len(set(claves)) else None


def personal_para(solicitudes: Collection[Solicitud]) -> list[Personal]:
    """Return who may be given every one of the requests, by name."""
    oficinas = {solicitud.subdelegacion_id for solicitud in solicitudes}
    de_ahi = Q(subdelegacion=None) | Q(subdelegacion__in=oficinas - {None})
    activos = Personal.objects.filter(de_ahi, rol__in=ROLES_QUE_RESPONDEN, usuario__is_active=True)
    return pueden_recibir(activos.select_related("usuario").order_by("usuario__username"), solicitudes)


def plantillas_para(asunto: str) -> QuerySet[Plantilla]:
    return Plantilla.objects.filter(activa=True, asunto__in=["", asunto]).order_by("titulo")


def nivel_que_atiende(quien: Funcionario) -> Nivel:
    """Return the level whose requests come up to a member of the staff."""
    if quien.rol == Rol.NORMATIVA:
        return Nivel.NORMATIVA
    return Nivel.JEFATURA if quien.es_jefatura else Nivel.NINGUNO


def escaladas_a(quien: Funcionario, *, tope: int) -> int:
    """Return how many open requests were raised to a member of the staff, counted up to a limit."""
    nivel = nivel_que_atiende(quien)
    if nivel is Nivel.NINGUNO:
        return 0
    suyas = visibles_para(quien).exclude(estado=Estado.RESUELTA.value).filter(escalada=nivel)
    return suyas.order_by()[:tope].count()


def correcciones_por_decidir(quien: Funcionario, *, tope: int) -> int:
    """Return how many corrections wait for a decision that `quien` may take, counted up to a limit."""
    if quien.personal_id is None:  # a superuser, who might be anybody's second name
        return 0
    pendientes = Correccion.objects.filter(estado=EstadoDeCorreccion.PENDIENTE)
    suyas = pendientes.filter(solicitud__in=ajenas_para(quien)).exclude(propuesta_por=quien.usuario)
    # In no order, so that counting ends at the limit.
    return suyas.order_by()[:tope].count()


def correos_para_decidir(
    solicitud: Solicitud, *, propuso: str, nrps: Collection[str], controlan: Mapping[str, str]
) -> list[str]:
    """Return whom to tell that a correction waits: the head of the office that may approve it, else Normativa."""
    jefaturas = cuentas.jefaturas_de([solicitud.subdelegacion_id] if solicitud.subdelegacion_id else [])
    for jefatura in pueden_recibir(jefaturas.values(), [solicitud]):
        suyos = corregibles(Funcionario.de(jefatura.usuario), solicitud, controlan=controlan)
        if jefatura.usuario.get_username() != propuso and suyos >= set(nrps):
            return list(filter(None, [jefatura.usuario.email]))
    return cuentas.correos_de_normativa(menos=propuso)
