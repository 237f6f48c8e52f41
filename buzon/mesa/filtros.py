"""Filters of the staff's lists: of the queue, each by an index of what is open or in its order; of the log, written."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buzon.bitacora import selectors as bitacora
from buzon.cuentas.peticion import funcionario
from buzon.padron.filtros import Filtro
from buzon.padron.models import Subdelegacion
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models import ABIERTA
from buzon.promociones.reglas import DIAS_POR_VENCER, Estado, Nivel
from buzon.valores.fechas import ZONA, dia_en_centro
from buzon.valores.identificadores import normalizar_rfc
from buzon.web.formato import opciones

TODAS, CENTRAL = "todas", "central"
Filas = QuerySet[Any]


class FiltroDeLaCola(Filtro):
    """A filter drawn folded, with what is chosen in its heading."""

    template = "admin/promociones/filtro.html"


class PorEstado(FiltroDeLaCola):
    """State; the queue shows what is open, and a search whatever it finds."""

    title, parameter_name = _("estado"), "estado"
    opciones = {
        **{valor: (etiqueta, Q(estado=valor)) for valor, etiqueta in opciones(Estado)},
        # Of what is resolved, as its indexes have it.
        Estado.RESUELTA.value: (_(Estado.RESUELTA.impreso), Q(resuelta_en__isnull=False)),
        TODAS: (_("Todas"), Q()),
    }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave out what is resolved where nothing else is asked for."""
        if self.value() is None and not request.GET.get("q"):
            return queryset.filter(ABIERTA)
        return super().queryset(request, queryset)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Call by its name what is shown where nothing is chosen."""
        primera, *otras = super().choices(changelist)
        primera["display"] = _("Cualquiera, al buscar") if changelist.query else _("Abiertas")
        yield from (primera, *otras)


class PorPlazo(FiltroDeLaCola):
    title, parameter_name = _("plazo"), "plazo"
    opciones = {
        "en_tiempo": (_("En tiempo"), None),
        "por_vencer": (_("Vence pronto (2 días o menos)"), None),
        "vencida": (_("Vencida"), None),
    }

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the days of a light, as `reglas.semaforo` gives them."""
        hoy = dia_en_centro(timezone.now())
        limite = hoy + timedelta(days=DIAS_POR_VENCER)
        dias = {
            "en_tiempo": Q(vence_el__gt=limite),
            "por_vencer": Q(vence_el__gte=hoy, vence_el__lte=limite),
            "vencida": Q(vence_el__lt=hoy),
        }
        return ABIERTA & dias[valor]


class PorAsignacion(FiltroDeLaCola):
    title, parameter_name = _("asignación"), "asignacion"
    opciones = {"mias": (_("Asignadas a mí"), None), "sin_asignar": (_("Sin asignar"), Q(asignada_a=None))}

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the condition; to an account that is not of the staff nothing is assigned."""
        if valor == "mias":
            return Q(asignada_a=funcionario(request).personal_id or 0)
        return super().condicion(valor, request)


class PorEscalada(FiltroDeLaCola):
    title, parameter_name = _("escalada a"), "escalada"
    opciones = {
        "jefatura": (_("Jefatura de la subdelegación"), Q(escalada=Nivel.JEFATURA)),
        "normativa": (_("Normativa"), Q(escalada=Nivel.NORMATIVA)),
    }


class PorSubdelegacion(Filtro):
    """Office; for whoever sees them all, in a list to choose from: there are more than a hundred."""

    title, parameter_name = _("subdelegación"), "subdelegacion"
    template = "admin/promociones/filtro_select.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        oficinas = Subdelegacion.objects.order_by("clave")
        return [(CENTRAL, _(NIVEL_CENTRAL)), *((una.clave, f"{una.clave} {una}") for una in oficinas)]

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        return Q(subdelegacion=None if valor == CENTRAL else valor)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield the offices by their keys; keep what else was asked for, for the form that asks."""
        pedido = changelist.params.items()
        self.otros = [(nombre, valor) for nombre, valor in pedido if nombre not in {self.parameter_name, "p"}]
        yield {"valor": "", "display": _("Todas"), "selected": self.value() is None}
        for clave, nombre in self.lookup_choices:
            yield {"valor": clave, "display": nombre, "selected": self.value() == str(clave)}


class FiltroEscrito(SimpleListFilter):
    """A field, named as the column in which what it holds is looked for, whole."""

    tipo = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return []  # it is written, not chosen

    def has_output(self) -> bool:
        return True  # Django leaves out a filter that offers nothing

    def choices(self, changelist: Any) -> Iterator[Any]:
        yield from ()

    def queryset(self, request: HttpRequest, queryset: Filas) -> Filas:
        escrito = (self.value() or "").strip()
        return self.filtrar(queryset, escrito) if escrito else queryset

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        return filas.filter(**{str(self.parameter_name): escrito})


class PorEvento(FiltroEscrito):
    title, parameter_name = _("Evento"), "evento"


class PorCodigo(FiltroEscrito):
    title, parameter_name = _("Código"), "codigo"


class PorPagina(FiltroEscrito):
    title, parameter_name = _("Página"), "pagina"


class PorRed(FiltroEscrito):
    """Network: an IPv4 address, or the /64 of an IPv6 one."""

    title, parameter_name = _("Red"), "red"


class PorAutor(FiltroEscrito):
    title, parameter_name = _("Quién"), "autor"


class PorAutorDelAsiento(PorAutor):
    """The same, or who ran an order on the server."""

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        return bitacora.de_autor(filas, escrito)


class PorObjeto(FiltroEscrito):
    """The account or the thing that an entry is about."""

    title, parameter_name = _("Sobre qué (cuenta, folio, archivo…)"), "objeto"

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        return bitacora.de_objeto(filas, escrito)


class PorRfc(FiltroEscrito):
    """RFC, however it is written."""

    title, parameter_name = "RFC", "rfc"

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        return filas.filter(rfc=normalizar_rfc(escrito))


class PorDia(FiltroEscrito):
    """A day of Centro; what is no day finds nothing."""

    tipo = "date"

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        """Return the rows on its side of that day."""
        try:
            return self.desde_o_hasta(filas, date.fromisoformat(escrito))
        except (ValueError, OverflowError):  # OverflowError: the day after 31-12-9999
            return filas.none()

    def desde_o_hasta(self, filas: Filas, dia: date) -> Filas:
        """Return the rows on its side of that day."""
        raise NotImplementedError


class Desde(PorDia):
    title, parameter_name = _("Desde"), "desde"

    def desde_o_hasta(self, filas: Filas, dia: date) -> Filas:
        return filas.filter(creado_en__gte=_comienzo(dia))


class Hasta(PorDia):
    title, parameter_name = _("Hasta"), "hasta"

    def desde_o_hasta(self, filas: Filas, dia: date) -> Filas:
        return filas.filter(creado_en__lt=_comienzo(dia + timedelta(days=1)))


def _comienzo(dia: date) -> datetime:
    return datetime.combine(dia, time.min, ZONA)
