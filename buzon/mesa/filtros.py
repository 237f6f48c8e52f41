"""Filters of the queue of requests; each goes by an index of open requests, or by one in the order of the list."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from buzon.cuentas.peticion import funcionario
from buzon.padron.models import Subdelegacion
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models.solicitud import ABIERTA
from buzon.promociones.reglas import DIAS_POR_VENCER, Estado, Nivel
from buzon.valores.fechas import dia_en_centro
from buzon.web.formato import opciones

TODAS, CENTRAL = "todas", "central"


class Filtro(SimpleListFilter):
    """One of a few conditions; any other word finds nothing, without looking."""

    template = "admin/promociones/filtro.html"
    palabras: tuple[tuple[str, StrOrPromise], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Return the words and their labels."""
        return self.palabras

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen word."""
        valor = self.value()
        if valor is None:
            return queryset
        conocida = valor in dict(self.lookup_choices)
        return queryset.filter(self.condicion(valor, request)) if conocida else queryset.none()

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the condition that a word stands for."""
        raise NotImplementedError


class PorEstado(Filtro):
    """State; the queue shows what is open, and a search whatever it finds."""

    title, parameter_name = _("estado"), "estado"
    palabras = (*opciones(Estado), (TODAS, _("Todas")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave out what is resolved where nothing else is asked for."""
        if self.value() is None and not request.GET.get("q"):
            return queryset.filter(ABIERTA)
        return super().queryset(request, queryset)

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the condition of a state; of what is resolved, as its indexes have it."""
        if valor == Estado.RESUELTA:
            return Q(resuelta_en__isnull=False)
        return Q() if valor == TODAS else Q(estado=valor)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Call by its name what is shown where nothing is chosen."""
        primera, *otras = super().choices(changelist)
        primera["display"] = _("Cualquiera, al buscar") if changelist.query else _("Abiertas")
        yield from (primera, *otras)


class PorPlazo(Filtro):
    """How the term of an open request stands today."""

    title, parameter_name = _("plazo"), "plazo"
    palabras = (
        ("en_tiempo", _("En tiempo")),
        ("por_vencer", _("Vence pronto (2 días o menos)")),
        ("vencida", _("Vencida")),
    )

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


class PorAsignacion(Filtro):
    """Who attends to it."""

    title, parameter_name = _("asignación"), "asignacion"
    palabras = (("mias", _("Asignadas a mí")), ("sin_asignar", _("Sin asignar")))

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the condition; to an account that is not of the staff nothing is assigned."""
        if valor == "sin_asignar":
            return Q(asignada_a=None)
        return Q(asignada_a=funcionario(request).personal_id or 0)


class PorEscalada(Filtro):
    """To whom it was raised."""

    title, parameter_name = _("escalada a"), "escalada"
    palabras = (
        ("jefatura", _("Jefatura de la subdelegación")),
        ("normativa", _("Normativa")),
    )

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the condition of a level."""
        return Q(escalada={"jefatura": Nivel.JEFATURA, "normativa": Nivel.NORMATIVA}[valor])


class PorSubdelegacion(Filtro):
    """Office; for whoever sees them all, in a list to choose from: there are more than a hundred."""

    title, parameter_name = _("subdelegación"), "subdelegacion"
    template = "admin/promociones/filtro_select.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Return the catalogue."""
        oficinas = Subdelegacion.objects.order_by("clave")
        return [(CENTRAL, _(NIVEL_CENTRAL)), *((una.clave, f"{una.clave} {una}") for una in oficinas)]

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the condition of an office."""
        return Q(subdelegacion=None if valor == CENTRAL else valor)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield the offices by their keys; keep what else was asked for, for the form that asks."""
        pedido = changelist.params.items()
        self.otros = [(nombre, valor) for nombre, valor in pedido if nombre not in {self.parameter_name, "p"}]
        yield {"valor": "", "display": _("Todas"), "selected": self.value() is None}
        for clave, nombre in self.lookup_choices:
            yield {"valor": clave, "display": nombre, "selected": self.value() == str(clave)}
