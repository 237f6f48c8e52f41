"""Filters of the register's pages: each value is either common, so that a page of it is near, or has an index."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from buzon.padron.models import Convenio, CreditoFiscal, Garantia, RegistroPatronal, Subdelegacion

Opciones = dict[str, tuple[StrOrPromise, Q | None]]


def _opciones(modelo: type[Model], campo: str) -> Opciones:
    palabras: list[tuple[str, str]] = modelo._meta.get_field(campo).flatchoices  # type: ignore[union-attr]
    return {valor: (etiqueta, Q((campo, valor))) for valor, etiqueta in palabras}


class Filtro(SimpleListFilter):
    """One of a few conditions (None: `condicion` makes it each time); any other word finds nothing, without looking."""

    opciones: Opciones = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Return the words and their labels."""
        return [(valor, etiqueta) for valor, (etiqueta, _condicion) in self.opciones.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen word."""
        valor = self.value()
        if valor is None:
            return queryset
        conocida = valor in dict(self.lookup_choices)
        return queryset.filter(self.condicion(valor, request)) if conocida else queryset.none()

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the condition that a word stands for."""
        return self.opciones[valor][1] or Q()


class PorPersonas(Filtro):
    """RFCs that identify nobody with certainty."""

    title, parameter_name = _("personas"), "personas"
    opciones = {"varias": (_("Más de una"), Q(personas__gt=1))}


class PorEstadoDeRegistro(Filtro):
    """State of a registro patronal."""

    title, parameter_name = _("estado"), "estado"
    opciones = _opciones(RegistroPatronal, "estado")


class PorB251(Filtro):
    """Dropped by the Institute."""

    title, parameter_name = "B-251", "b251"
    opciones = {"si": (_("Baja por el artículo 251"), Q(b251=True))}


class PorLegible(Filtro):
    """Of which the source gives no certain data."""

    title, parameter_name = _("legible"), "legible"
    opciones = {"no": (_("Ilegible"), Q(legible=False))}


class PorSubdelegacion(Filtro):
    """Office that controls the registro patronal."""

    title, parameter_name = _("subdelegación"), "subdelegacion"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Return the catalogue."""
        return [(una.clave, str(una)) for una in Subdelegacion.objects.order_by("clave")]

    def condicion(self, valor: str, request: HttpRequest) -> Q:
        """Return the condition of an office."""
        return Q(subdelegacion=valor)


class PorSituacion(Filtro):
    """Where a credit stands."""

    title, parameter_name = _("situación"), "situacion"
    opciones = _opciones(CreditoFiscal, "situacion")


class PorEstadoDeGarantia(Filtro):
    """State of a guarantee."""

    title, parameter_name = _("estado"), "estado"
    opciones = _opciones(Garantia, "estado")


class PorEstadoDeConvenio(Filtro):
    """State of an agreement."""

    title, parameter_name = _("estado"), "estado"
    opciones = _opciones(Convenio, "estado")
