"""Filters of the log: what is written in a field of its page, each by an index."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from buzon.bitacora import selectors
from buzon.valores.fechas import ZONA
from buzon.valores.identificadores import normalizar_rfc

Filas = QuerySet[Any]


class FiltroEscrito(SimpleListFilter):
    """A field, named as the column in which what it holds is looked for, whole."""

    tipo = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        """There is nothing to choose from."""
        return []

    def has_output(self) -> bool:
        """Stand on the page."""
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        """There is nothing to choose from."""
        yield from ()

    def queryset(self, request: HttpRequest, queryset: Filas) -> Filas:
        """Keep the rows of what was written."""
        escrito = (self.value() or "").strip()
        return self.filtrar(queryset, escrito) if escrito else queryset

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        """Return the rows that a text asks for."""
        return filas.filter(**{str(self.parameter_name): escrito})


class PorEvento(FiltroEscrito):
    """Event, as the list shows it."""

    title, parameter_name = _("Evento"), "evento"


class PorCodigo(FiltroEscrito):
    """Code of refusal."""

    title, parameter_name = _("Código"), "codigo"


class PorPagina(FiltroEscrito):
    """Page, as the list shows it."""

    title, parameter_name = _("Página"), "pagina"


class PorRed(FiltroEscrito):
    """Network: an IPv4 address, or the /64 of an IPv6 one."""

    title, parameter_name = _("Red"), "red"


class PorAutor(FiltroEscrito):
    """Member of the staff."""

    title, parameter_name = _("Quién"), "autor"


class PorAutorDelAsiento(PorAutor):
    """The same, or who ran an order on the server."""

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        """Return the rows of an author."""
        return selectors.de_autor(filas, escrito)


class PorObjeto(FiltroEscrito):
    """The account or the thing that an entry is about."""

    title, parameter_name = _("Sobre qué (cuenta, folio, archivo…)"), "objeto"

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        """Return the rows about it."""
        return selectors.de_objeto(filas, escrito)


class PorRfc(FiltroEscrito):
    """RFC, however it is written."""

    title, parameter_name = "RFC", "rfc"

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        """Return the rows of an RFC."""
        return filas.filter(rfc=normalizar_rfc(escrito))


class PorDia(FiltroEscrito):
    """A day of Centro; what is no day finds nothing."""

    tipo = "date"

    def filtrar(self, filas: Filas, escrito: str) -> Filas:
        """Return the rows on its side of that day."""
        try:
            return self.desde_o_hasta(filas, date.fromisoformat(escrito))
        except (ValueError, OverflowError):
            return filas.none()

    def desde_o_hasta(self, filas: Filas, dia: date) -> Filas:
        """Return the rows on its side of that day."""
        raise NotImplementedError


class Desde(PorDia):
    """From the beginning of a day."""

    title, parameter_name = _("Desde"), "desde"

    def desde_o_hasta(self, filas: Filas, dia: date) -> Filas:
        """Return what is of that day or later."""
        return filas.filter(creado_en__gte=_comienzo(dia))


class Hasta(PorDia):
    """To the end of a day."""

    title, parameter_name = _("Hasta"), "hasta"

    def desde_o_hasta(self, filas: Filas, dia: date) -> Filas:
        """Return what is of that day or earlier."""
        return filas.filter(creado_en__lt=_comienzo(dia + timedelta(days=1)))


def _comienzo(dia: date) -> datetime:
    return datetime.combine(dia, time.min, ZONA)
