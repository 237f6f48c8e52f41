"""Staff's pages of what nobody may change there: read, searched by an index, counted only so far, and downloaded."""

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from buzon.bitacora.services import anotar, anotar_lectura
from buzon.valores.fechas import ZONA
from buzon.valores.identificadores import normalizar_rfc
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.archivos import como_archivo

Dato = Callable[[Any], Any]
TOPE = 10_000  # to count a table of millions takes longer than all the rest of its page


def dejar_rastro(request: HttpRequest, *, rfc: str) -> None:
    """Write that a page of the staff names a person, before it is shown; each page that does says so here."""
    ruta = request.resolver_match
    if rfc and ruta:
        autor = request.user.get_username()
        anotar_lectura(rfc, autor=autor, pagina=ruta.view_name, ahora=timezone.now())


class PaginadorSinCuenta(Paginator[Any]):
    """Counts no further than TOPE rows: what lies beyond is found by searching, not by turning pages."""

    tope = TOPE

    @cached_property
    def count(self) -> int:
        filas: models.QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return filas.order_by()[: self.tope].count()


def dato(camino: str, etiqueta: StrOrPromise) -> Dato:
    """Return the column of a value (of the row, or of one it points to) under the label that staff reads."""

    def valor(fila: Any) -> Any:
        return _legible(_leer(fila, camino))

    return _columna(valor, camino, etiqueta)


def _leer(fila: Any, camino: str) -> Any:
    try:
        encontrado = attrgetter(camino)(fila)
    except AttributeError:
        return None
    return encontrado() if callable(encontrado) else encontrado


def _legible(valor: Any) -> Any:
    if isinstance(valor, datetime):
        return f"{valor.astimezone(ZONA):%d/%m/%Y %H:%M:%S}"
    if isinstance(valor, date):
        return f"{valor:%d/%m/%Y}"
    return "-" if valor in (None, "") else valor


def _columna(valor: Dato, camino: str, etiqueta: StrOrPromise) -> Dato:
    # Another name than the field's: by that name Django would add the field's help for engineers.
    valor.__name__ = f"ver_{camino.replace('.', '_')}"
    return admin.display(description=etiqueta)(valor)


def si_o_no(camino: str, etiqueta: StrOrPromise) -> Dato:
    """Return the column of a truth, in words: Django's marks are called «True» whatever the language."""
    return _columna(lambda fila: _("Sí") if _leer(fila, camino) else _("No"), camino, etiqueta)


def texto(
    camino: str, etiqueta: StrOrPromise, *, a_la_vista: Callable[[Any, str], str] = lambda fila, leido: leido
) -> Dato:
    """Return the column of a long value, shown letter by letter: text as it is, JSON indented, bytes in base64.

    `a_la_vista` takes the row and the text, and returns what of it is shown.
    """

    def valor(fila: Any) -> SafeString:
        leido = a_la_vista(fila, como_texto(_leer(fila, camino)))
        return format_html('<pre class="texto" tabindex="0">{}</pre>', leido)

    return _columna(valor, camino, etiqueta)


def como_texto(valor: Any) -> str:
    """Return a stored value as text: bytes never reach a page raw."""
    match valor:
        case str():
            return valor
        case bytes() | memoryview():
            return b64encode(valor).decode("ascii")
    return json.dumps(valor, ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True)
class Descarga:
    """A file that staff may take from the page of a row; whoever takes it stays in the log.

    `contenido` returns the bytes, or None where the row has no such file (yet); `permiso`, what it takes besides
    seeing the row, if anything.
    """

    nombre: str
    etiqueta: StrOrPromise
    tipo: str
    contenido: Callable[[Any], bytes | None]
    archivo: Callable[[Any], str]
    existe: Callable[[Any], bool] = bool
    permiso: Callable[[Any], str] = lambda fila: ""

    def es_para(self, usuario: Any, fila: Any) -> bool:
        permiso = self.permiso(fila)
        return not permiso or usuario.has_perm(permiso)


@dataclass(frozen=True, slots=True)
class Reintento:
    """What is tried again, with whose permission and in which words.

    `pedir` takes the key of the row, `autor` and `ahora`, and returns False where the row does not wait (any more).
    """

    permiso: str
    espera: Callable[[Any], bool]
    pedir: Callable[..., bool]
    boton: StrOrPromise
    pedido: StrOrPromise
    no_espera: StrOrPromise


class SoloLectura(admin.ModelAdmin[Any]):
    """Rows that staff reads and nobody adds, changes or erases here, superusers included."""

    actions: Sequence[str] | None = None
    change_form_template = "admin/solo_lectura.html"
    list_per_page = 50
    list_max_show_all = 0
    paginator = PaginadorSinCuenta
    search_help_text = _("RFC completo o su principio.")
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    sortable_by = ()

    busca_rfc = "rfc__startswith"
    busca_folio = ""
    # Where a row has the RFC of the person that it is about, among what its list loads.
    titular = "rfc"
    columnas: Sequence[str] = ()
    detalle: Sequence[str | Dato] = ()
    descargas: Sequence[Descarga] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Load for the list only what the list shows (`columnas`)."""
        filas = super().get_queryset(request)
        return filas.only(*self.columnas) if self.es_lista(request) and self.columnas else filas

    def es_lista(self, request: HttpRequest) -> bool:
        ruta = request.resolver_match.url_name if request.resolver_match else None
        return bool(ruta) and str(ruta).endswith("_changelist")

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return self.detalle

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return tuple(camino for camino in (self.busca_rfc, self.busca_folio) if camino)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Look in one indexed column: figures are a folio, anything else an RFC."""
        clave = normalizar_rfc(search_term)
        camino = self.busca_folio if self.busca_folio and clave.isdecimal() else self.busca_rfc
        if not clave or not camino:
            return queryset, False
        return queryset.filter(**{camino: clave}), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters on the page: a column that is not shown cannot be guessed letter by letter."""
        filtros: Sequence[Any] = self.get_list_filter(request) if request else self.list_filter
        # A filter is the name of a field, in addresses with or without Django's suffix, or a class with its own word.
        return any(lookup in {getattr(uno, "parameter_name", uno), f"{uno}__exact"} for uno in filtros)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Refuse what is posted to a list, but the actions that it offers to this person."""
        # None chosen («») is Django's to say.
        ofrecidas = self.get_actions(request)
        elegida = request.POST.get("action") if request.method == "POST" and ofrecidas else None
        es_accion = elegida in {"", *ofrecidas}
        if request.method not in {"GET", "HEAD"} and not es_accion:
            raise PermissionDenied
        respuesta = super().changelist_view(request, extra_context)
        lista = (getattr(respuesta, "context_data", None) or {}).get("cl")
        de_quienes = self.titulares_de(lista) if lista is not None else set()
        if len(de_quienes) == 1:
            dejar_rastro(request, rfc=de_quienes.pop())
        return respuesta

    def titulares_de(self, lista: ChangeList) -> set[str]:
        """Return the RFCs of the people that a page of the list names."""
        return {self.titular_de(fila) for fila in lista.result_list} - {""}

    def titular_de(self, fila: Any) -> str:
        """Return the RFC of the person that a row is about; empty for none."""
        return str(_leer(fila, self.titular) or "") if self.titular else ""

    def get_urls(self) -> list[URLPattern]:
        nombre = self._nombre_de_ruta("descargar")
        vista = self.admin_site.admin_view(self.descargar)
        return [path("<path:object_id>/archivos/<str:archivo>", vista, name=nombre), *super().get_urls()]

    def _nombre_de_ruta(self, accion: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{accion}"

    def fila_visible(self, request: HttpRequest, object_id: str) -> Any:
        """Return a row that this person may see, once it is written that they did; 404 for none, 403 if not allowed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        fila = self.get_object(request, object_id)
        if fila is None:
            raise Http404
        dejar_rastro(request, rfc=self.titular_de(fila))
        return fila

    @staticmethod
    def es_de_otro(request: HttpRequest, *, rfc: str) -> bool:
        """Return whether an RFC is neither theirs nor of a company they represent: only then an order is offered."""
        personal = getattr(request.user, "personal", None)
        return personal is None or not personal.es_suyo(rfc)

    def descargar(self, request: HttpRequest, object_id: str, archivo: str) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        fila = self.fila_visible(request, object_id)
        descarga = next((una for una in self.descargas if una.nombre == archivo), None)
        if descarga is None:
            raise Http404
        if not descarga.es_para(request.user, fila):
            raise PermissionDenied
        if (contenido := descarga.contenido(fila)) is None:
            raise Http404
        detalle = {"autor": request.user.get_username(), "folio": fila.folio, "archivo": archivo}
        anotar("personal.descarga", ahora=timezone.now(), rfc=fila.rfc, detalle=detalle)
        return HttpResponse(
            contenido,
            content_type=descarga.tipo,
            headers={"Content-Disposition": como_archivo(descarga.archivo(fila))},
        )

    def otra_vez(
        self,
        request: HttpRequest,
        clave: object,
        contexto: dict[str, Any],
        *,
        rechazo: Rechazo | None = None,
        status: int = 422,
    ) -> HttpResponse:
        """Answer an order that was not done with the page of its row: all that it said, and `contexto` besides.

        Of a refusal it is logged and shown why, with its own status. 404 where the row is not theirs to see any more.
        """
        visible = None
        if rechazo is not None:
            rechazos.registrar(request, rechazo)
            visible = rechazos.vista_de(rechazo)
        # To Django a POST to this page is the form of the row itself, which nobody may send.
        lectura = copy(request)
        lectura.method = "GET"
        de_esta_vez = {"rechazo": visible, "vuelta": self._url("change", clave)} | contexto
        pagina = self.change_view(lectura, str(clave), extra_context=de_esta_vez)
        pagina.status_code = visible.status if visible else status
        return pagina

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the row with what may be taken from it, once it is written who reads it."""
        fila = context["original"]
        dejar_rastro(request, rfc=self.titular_de(fila))
        context["enlaces"] = [
            (descarga.etiqueta, self._url("descargar", fila.pk, descarga.nombre))
            for descarga in self.descargas
            if descarga.existe(fila) and descarga.es_para(request.user, fila)
        ]
        context.setdefault("orden", None)
        return super().render_change_form(request, context, *args, **kwargs)

    def _url(self, accion: str, *argumentos: Any) -> str:
        return reverse(f"admin:{self._nombre_de_ruta(accion)}", args=argumentos)


class ConReintento(SoloLectura):
    """Rows of which some wait, and are tried again by a POST of whoever may; never one's own."""

    reintento: ClassVar[Reintento]

    def get_urls(self) -> list[URLPattern]:
        vista = self.admin_site.admin_view(self.reintentar)
        ruta = path("<uuid:fila_id>/reintentar/", vista, name=self._nombre_de_ruta("reintentar"))
        return [ruta, *super().get_urls()]

    def reintentar(self, request: HttpRequest, fila_id: UUID) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        # First of all: whoever may not at all reads nothing of the row, and leaves no reading.
        if not request.user.has_perm(self.reintento.permiso):
            raise PermissionDenied
        if not self._puede(request, self.fila_visible(request, str(fila_id))):
            raise PermissionDenied
        if self.reintento.pedir(fila_id, autor=request.user.get_username(), ahora=timezone.now()):
            messages.success(request, self.reintento.pedido)
        else:
            messages.warning(request, self.reintento.no_espera)
        return redirect(self._url("change", fila_id))

    def _puede(self, request: HttpRequest, fila: Any) -> bool:
        permiso = self.reintento.permiso
        return request.user.has_perm(permiso) and self.es_de_otro(request, rfc=self.titular_de(fila))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the button while the row waits, to whoever may press it."""
        fila = context["original"]
        if self._puede(request, fila) and self.reintento.espera(fila):
            context["orden"] = {"texto": self.reintento.boton, "url": self._url("reintentar", fila.pk)}
        return super().render_change_form(request, context, *args, **kwargs)
