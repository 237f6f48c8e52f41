"""Staff's pages of requests: the queue by term, one request whole with what may be done to it, and the templates."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buzon.bitacora.services import anotar
from buzon.cuentas.peticion import funcionario

# Django looks for pages in this module alone: `bitacora` and `correcciones` register theirs by being imported.
from buzon.mesa import bitacora, columnas, correcciones, filtros  # noqa: F401
from buzon.mesa.atender import Mesa, leer_claves
from buzon.promociones import alcance, selectors
from buzon.promociones.models import Plantilla, Solicitud
from buzon.promociones.services import atencion
from buzon.web.archivos import descarga
from buzon.web.solo_lectura import Descarga, SoloLectura, dato, si_o_no


def pdf_de_la_resolucion(solicitud: Solicitud) -> bytes | None:
    documento = solicitud.resolucion
    return bytes(documento.pdf) if documento and documento.pdf is not None else None


RESOLUCION = Descarga(
    "resolucion",
    gettext_lazy("Resolución sellada (PDF)"),
    "application/pdf",
    pdf_de_la_resolucion,
    lambda solicitud: f"resolucion_{solicitud.resolucion.folio}.pdf",
    lambda solicitud: solicitud.resolucion is not None and solicitud.resolucion.esta_sellado,
)


@admin.register(Solicitud)
class SolicitudAdmin(SoloLectura):
    """The queue of one's office: open requests by the end of their term; a search finds the resolved ones too."""

    actions = ("asignar_elegidas",)
    change_form_template = "admin/promociones/solicitud.html"
    change_list_template = "admin/promociones/cola.html"
    busca_folio = "folio__startswith"
    list_display = (
        columnas.plazo,
        *(columnas.FOLIO, columnas.RFC, columnas.ASUNTO, columnas.estado_en_la_cola),
        *(columnas.oficina, columnas.quien_atiende, columnas.nivel),
    )
    list_display_links = (columnas.FOLIO,)
    list_filter = (
        *(filtros.PorEstado, filtros.PorPlazo, filtros.PorAsignacion, filtros.PorEscalada),
        filtros.PorSubdelegacion,
    )
    list_select_related = ("subdelegacion", "asignada_a__usuario")
    ordering = ("-resuelta_en", "vence_el", "id")
    # On top of its page, where it has them; `detalle` is the rest, folded.
    principales = (
        *(columnas.ESTADO, columnas.ASUNTO, dato("nombre", gettext_lazy("Nombre")), columnas.RFC),
        *(columnas.quien_atiende, columnas.ultimo_dia),
        *(columnas.registros_que_nombra, columnas.creditos_que_nombra),
        dato("resuelta_en", gettext_lazy("Resuelta")),
        dato("get_sentido_resolucion_display", gettext_lazy("Sentido")),
    )
    detalle = (
        *(columnas.FOLIO, columnas.oficina, columnas.nivel),
        dato("presentada_en", gettext_lazy("Presentada")),
        dato("acto.representante_rfc", gettext_lazy("Firmó su representante, con RFC")),
        dato("resolucion.folio", gettext_lazy("Folio de la resolución")),
    )
    descargas = (RESOLUCION,)
    columnas = (
        *("folio", "rfc", "asunto", "estado", "escalada", "vence_el", "resuelta_en"),
        *("subdelegacion__clave", "subdelegacion__nombre", "subdelegacion__ooad"),
        "asignada_a__usuario__username",
    )
    search_help_text = gettext_lazy("RFC o folio, completo o su principio.")

    def has_asignar_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("promociones.asignar_solicitud"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Only what they see; on its page also what stands beside it, without the bytes."""
        filas = super().get_queryset(request).filter(alcance.alcance_de(funcionario(request)))
        if self.es_lista(request):
            return selectors.con_ultima_palabra(filas)
        junto = filas.select_related("subdelegacion", "asignada_a__usuario", "resolucion", "acto")
        return junto.defer("resolucion__pdf", "resolucion__contenido", *selectors.BYTES_DEL_ACTO)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Raise Http404 for what there is not, or is not theirs to see: Django would lead elsewhere, and say which."""
        solicitud = super().get_object(request, object_id, from_field)
        if solicitud is None:
            raise Http404
        return solicitud

    def get_list_display(self, request: HttpRequest) -> Any:
        """Tell the office to whoever sees more than one."""
        una_sola = self.es_lista(request) and funcionario(request).subdelegacion
        return tuple(uno for uno in self.list_display if not (una_sola and uno is columnas.oficina))

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Offer the offices to whoever sees more than one."""
        # The last one is the office.
        return self.list_filter[:-1] if funcionario(request).subdelegacion else self.list_filter

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        # Before Django's own query, which a key that is no number would make fail as an error of ours.
        leer_claves(request.POST.getlist(ACTION_CHECKBOX_NAME))
        nivel = selectors.nivel_que_atiende(funcionario(request))
        contexto = {
            "title": _("Cola de solicitudes"),
            "nivel": nivel.name.lower() if nivel else "",
            "nivel_impreso": _(nivel.impreso),
        }
        return super().changelist_view(request, contexto | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        mesa, envolver = Mesa(self), self.admin_site.admin_view
        ordenes = [
            path("asignar/", envolver(mesa.asignar), name=self._nombre_de_ruta("asignar")),
            path("<int:solicitud_id>/atender/", envolver(mesa.atender), name=self._nombre_de_ruta("atender")),
            path("<int:solicitud_id>/turnar/", envolver(mesa.turnar), name=self._nombre_de_ruta("turnar")),
        ]
        archivo = path(
            "<int:solicitud_id>/adjuntos/<uuid:adjunto_id>",
            envolver(self.adjunto),
            name=self._nombre_de_ruta("adjunto"),
        )
        return [*ordenes, archivo, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        solicitud = context["original"]
        leidos = [(columna, columna(solicitud)) for columna in self.principales]
        context["principales"] = [
            (label_for_field(columna, Solicitud, self), valor) for columna, valor in leidos if valor != "-"
        ]
        context = Mesa(self).contexto(request, solicitud) | context
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(permissions=["asignar"], description=gettext_lazy("Asignar a…"))
    def asignar_elegidas(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return Mesa(self).elegir_persona(request, request.POST.getlist(ACTION_CHECKBOX_NAME))

    def adjunto(self, request: HttpRequest, solicitud_id: int, adjunto_id: UUID) -> HttpResponse:
        """Give a file of the request, never to be shown in place, and leave in the log who took it."""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        solicitud: Solicitud = self.fila_visible(request, str(solicitud_id))
        adjunto = selectors.adjunto_para_personal(adjunto_id, solicitud=solicitud)
        if adjunto is None:
            raise Http404
        detalle = {"autor": request.user.get_username(), "folio": solicitud.folio, "archivo": adjunto.nombre}
        anotar("personal.descarga", ahora=timezone.now(), rfc=solicitud.rfc, detalle=detalle)
        return descarga(bytes(adjunto.contenido), nombre=adjunto.nombre, tipo=adjunto.tipo)


@admin.register(Plantilla)
class PlantillaAdmin(admin.ModelAdmin[Plantilla]):
    """Texts to answer with: Normativa writes them and takes them out of use; nobody erases one."""

    actions = None
    change_form_template = "admin/promociones/plantilla.html"
    list_display = ("titulo", "asunto", si_o_no("activa", gettext_lazy("Activa")))
    list_filter = ("activa", "asunto")
    search_fields = ("titulo",)
    ordering = ("titulo",)
    show_facets = admin.ShowFacets.NEVER

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: it is taken out of use."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup.removesuffix("__exact") in self.list_filter

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say under what name a tab keeps the text, if the session ends while it is written."""
        original = context.get("original")
        context["clave_de_rescate"] = f"plantilla:{original.pk if original else 'nueva'}"
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Take one writer at a time: of two with one title the second is told by the form, and not by the database."""
        with transaction.atomic():
            if request.method == "POST":
                atencion.retener_plantillas()
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Plantilla, form: Any, change: bool) -> None:
        atencion.guardar_plantilla(obj, autor=request.user.get_username(), ahora=timezone.now())
