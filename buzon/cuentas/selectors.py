"""Reads of who is inside: the session's entry, the means of contact and the sessions of a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from buzon.cuentas.models import CambioDeMedio, Cierre, Contribuyente, Ingreso, MedioContacto, Personal
from buzon.cuentas.personal.roles import Rol
from buzon.cuentas.reglas import MEDIOS_POR_CANAL, PLAZO_DE_CONFIRMACION
from buzon.web.paginas import POR_PAGINA

CAMBIOS_A_LA_VISTA = 20
PASO_DE_ACTIVIDAD = timedelta(minutes=1)  # `actividad_en` is written no more often


def ingreso_de(ingreso_id: int, *, usuario_id: int) -> Ingreso | None:
    """Return the entry of an open session with its contribuyente, in one query."""
    return (
        Ingreso.objects.select_related("contribuyente")
        .filter(pk=ingreso_id, contribuyente__usuario_id=usuario_id)
        .first()
    )


def medios_del_canal(rfc: str, *, canal: str) -> Sequence[MedioContacto]:
    """Return the means of contact of one channel, oldest first, each with the one whose place it will take."""
    medios = MedioContacto.objects.filter(contribuyente__rfc=rfc, canal=canal)
    return list(medios.select_related("sustituye").order_by("pk"))


def medio_de(medio_id: int, *, rfc: str) -> MedioContacto | None:
    return MedioContacto.objects.filter(pk=medio_id, contribuyente__rfc=rfc).first()


def contribuyente_de(rfc: str) -> Contribuyente | None:
    """Return whoever entered with a certificate of the RFC, and the act that activated the Buzón."""
    filas = Contribuyente.objects.select_related("acto_activacion").filter(rfc=rfc)
    return filas.only("rfc", "nombre", "creado_en", "efirma_hasta", "acto_activacion__firmado_en").first()


def medios_de(rfc: str) -> Sequence[MedioContacto]:
    """Return every means of contact of an RFC, by channel, oldest first."""
    return list(MedioContacto.objects.filter(contribuyente__rfc=rfc).order_by("-canal", "pk"))


def representaciones(rfcs: Collection[str], *, representantes: Collection[str]) -> set[tuple[str, str]]:
    """Return who of the second entered as the representative of which of the first: pairs (RFC, representative)."""
    de_quienes = [rfc for rfc in representantes if rfc]
    entradas = Ingreso.de_representantes(de_quienes, rfcs=rfcs) if de_quienes else Ingreso.objects.none()
    return set(entradas.values_list("contribuyente__rfc", "representante_rfc").distinct())


def entradas_como_representante(rfc: OuterRef, *, de: str | OuterRef) -> QuerySet[Ingreso]:
    """Return, for a subquery, the entries that somebody (`de`) made as the representative of an RFC."""
    return Ingreso.objects.filter(contribuyente__rfc=rfc, representante_rfc=de)


@dataclass(frozen=True, slots=True)
class MedioEnLista:
    """A means of contact as its owner sees it, and what may be done with it."""

    medio: MedioContacto
    hasta: datetime
    se_puede_cambiar: bool
    se_puede_quitar: bool
    heredero: str


@dataclass(frozen=True, slots=True)
class CanalEnLista:
    canal: MedioContacto.Canal
    medios: Sequence[MedioEnLista]
    caben: int


def canales_de(rfc: str) -> Sequence[CanalEnLista]:
    """Return what the page of means of contact lists, e-mail first."""
    return [_canal(canal, medios_del_canal(rfc, canal=canal)) for canal in MedioContacto.Canal]


def _canal(canal: MedioContacto.Canal, medios: Sequence[MedioContacto]) -> CanalEnLista:
    cambiando = {medio.sustituye_id for medio in medios}
    confirmados = [medio for medio in medios if medio.confirmado_en]
    lista = []
    for medio in medios:
        # The same that `reglas` would refuse is not offered.
        libre = medio.confirmado_en is not None and medio.pk not in cambiando
        otro = next((c.destino for c in confirmados if c.pk != medio.pk), "")
        se_quita = libre and len(confirmados) > 1
        hereda = otro if se_quita and medio.principal else ""
        lista.append(
            MedioEnLista(medio, medio.registrado_en + PLAZO_DE_CONFIRMACION, libre, se_quita, hereda)
        )
    # One that waits to take another's place has no place of its own yet.
    ocupados = sum(medio.sustituye_id is None for medio in medios)
    return CanalEnLista(canal, lista, MEDIOS_POR_CANAL - ocupados)


def cambios_de(rfc: str) -> QuerySet[CambioDeMedio]:
    """Return the newest signed changes of means of contact, with their acts."""
    firmados = CambioDeMedio.objects.filter(acto__rfc=rfc, acto__firmado__isnull=False)
    return (
        firmados.select_related("acto__firmado")
        .only("operacion", "canal", "destino", "nuevo", "acto__firmado__folio", "acto__firmado__firmado_en")
        .order_by("-acto__firmado__firmado_en")[:CAMBIOS_A_LA_VISTA]
    )


def ingresos_abiertos(rfc: str, *, ahora: datetime) -> QuerySet[Ingreso]:
    """Return the entries whose session may still be in use, newest first."""
    return _ingresos(rfc).filter(_abierto(ahora))


def ingresos_pasados(rfc: str, *, ahora: datetime, pagina: str) -> Page[Ingreso]:
    """Return a page of the entries whose session is over; a page that does not exist gives the nearest one."""
    return Paginator(_ingresos(rfc).exclude(_abierto(ahora)), POR_PAGINA).get_page(pagina)


def _ingresos(rfc: str) -> QuerySet[Ingreso]:
    propios = Ingreso.objects.filter(contribuyente__rfc=rfc).defer("certificado", "revocacion")
    return propios.order_by("-ocurrido_en", "-pk")


def _abierto(ahora: datetime) -> Q:
    """A session counts as open a minute longer than it may be: none that lives is left out."""
    return Q(
        cerrado_en=None,
        ocurrido_en__gt=ahora - timedelta(seconds=settings.SESION_MAXIMA_S),
        actividad_en__gt=ahora - timedelta(seconds=settings.SESION_INACTIVIDAD_S) - PASO_DE_ACTIVIDAD,
    )


def final_de(ingreso: Ingreso) -> str:
    """Return how the session of a past entry ended."""
    if ingreso.cierre:
        return str(Cierre(ingreso.cierre).label)
    limite = ingreso.ocurrido_en + timedelta(seconds=settings.SESION_MAXIMA_S)
    quieta = ingreso.actividad_en + timedelta(seconds=settings.SESION_INACTIVIDAD_S)
    return _("Terminó por falta de uso") if quieta < limite else _("Llegó a su tiempo máximo")


def jefaturas_de(oficinas: Collection[str]) -> dict[str, Personal]:
    """Return the head of each subdelegación that has one with an active account."""
    jefaturas = Personal.objects.filter(
        subdelegacion__in=oficinas, es_jefatura=True, usuario__is_active=True
    ).select_related("usuario")
    return {str(jefatura.subdelegacion_id): jefatura for jefatura in jefaturas}


def jefaturas_que_atienden(
    *, oficina: OuterRef, rfc: OuterRef, representante: OuterRef
) -> QuerySet[Personal]:
    """Return, for a subquery, the active head of an office, unless the RFC is their own or of whom they represent."""
    como_representante = entradas_como_representante(OuterRef(rfc), de=OuterRef("rfc"))
    activas = Personal.objects.filter(subdelegacion=oficina, es_jefatura=True, usuario__is_active=True)
    return activas.exclude(Q(rfc=rfc) | Q(rfc=representante)).exclude(Exists(como_representante))


def correos_de(usuario: str) -> list[str]:
    """Return the address of an active account of the staff; none, where it has none or is gone."""
    suya = Personal.objects.filter(usuario__username=usuario, usuario__is_active=True)
    suya = suya.exclude(usuario__email="")
    return list(suya.values_list("usuario__email", flat=True))


def correos_de_normativa(*, menos: str = "") -> list[str]:
    """Return the addresses of Normativa's active accounts, but that of `menos`; some may have none."""
    activos = Personal.objects.filter(rol=Rol.NORMATIVA, usuario__is_active=True)
    activos = activos.exclude(usuario__email="").exclude(usuario__username=menos)
    return list(activos.order_by("pk").values_list("usuario__email", flat=True))
