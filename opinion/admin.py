"""Staff's page of the verdicts."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from buzon.web.solo_lectura import SoloLectura, dato, texto
from opinion import graficas, selectors
from opinion.models import CambioDeOpinion, Corrida, OpinionCalculada, OpinionEmitida, OpinionNoDisponible


@admin.register(OpinionCalculada)
class OpinionCalculadaAdmin(SoloLectura):
    """What the rules decided of each RFC."""

    list_display = (
        dato("rfc", "RFC"),
        dato("get_sentido_display", _("Sentido")),
        dato("get_motivo_display", _("Motivo")),
        dato("calculada_en", _("Calculada")),
    )
    list_filter = ("sentido",)
    ordering = ("rfc",)
    detalle = (*list_display, dato("anexo", _("Anexo")), dato("version_reglas", _("Versión de las reglas")))


@admin.register(OpinionEmitida)
class OpinionEmitidaAdmin(SoloLectura):
    """Opinions that their holders obtained, newest first."""

    busca_folio = "folio__startswith"
    list_display = (
        dato("folio", _("Folio")),
        dato("rfc", "RFC"),
        dato("get_sentido_display", _("Sentido")),
        dato("emitida_en", _("Emitida")),
        dato("vigente_hasta", _("Vigente hasta")),
    )
    list_filter = ("sentido",)
    ordering = ("-id",)
    detalle = (
        *list_display,
        dato("nombre", _("Nombre")),
        dato("curp", "CURP"),
        dato("get_motivo_display", _("Motivo")),
        dato("anexo", _("Anexo")),
        dato("version_reglas", _("Versión de las reglas")),
        dato("huella", _("Huella de los hechos")),
        dato("trabajadores", _("Trabajadores")),
        texto("registros", _("Registros patronales")),
        texto("cadena", _("Cadena original")),
        texto("ficha", _("Qué se revisó")),
    )
    columnas = ("folio", "rfc", "sentido", "emitida_en", "vigente_hasta")
    search_help_text = _("RFC o folio, completo o su principio.")


@admin.register(OpinionNoDisponible)
class OpinionNoDisponibleAdmin(SoloLectura):
    """RFCs of which nothing may be said until somebody mends their facts."""

    list_display = (dato("rfc", "RFC"), dato("causa", _("Causa")), dato("desde", _("Desde")))
    ordering = ("rfc",)
    detalle = list_display


@admin.register(CambioDeOpinion)
class CambioDeOpinionAdmin(SoloLectura):
    """What changed, newest first."""

    list_display = (
        dato("rfc", "RFC"),
        dato("get_de_display", _("De")),
        dato("get_a_display", _("A")),
        dato("get_motivo_display", _("Motivo")),
        dato("ocurrio_en", _("Cuándo")),
        dato("corrida_id", _("Recálculo")),
    )
    ordering = ("-id",)
    detalle = (*list_display, dato("version_reglas", _("Versión de las reglas")))


@admin.register(Corrida)
class CorridaAdmin(SoloLectura):
    """National runs, newest first, under a chart of the last ones; the list is its table."""

    busca_rfc = ""
    change_list_template = "admin/opinion/corridas.html"
    list_display = (
        dato("iniciada_en", _("Inicio")),
        dato("get_estado_display", _("Estado")),
        dato("get_origen_display", _("Origen")),
        dato("leidas", _("RFC leídos")),
        dato("cambiadas", _("Cambiados")),
        dato("positivas", _("Positivas")),
        dato("negativas", _("Negativas")),
        dato("sin_opinion", _("Sin opinión")),
        dato("no_disponibles", _("No disponibles")),
        dato("segundos", _("Segundos")),
    )
    list_filter = ("estado", "origen")
    ordering = ("-id",)
    detalle = (
        *list_display,
        dato("terminada_en", _("Fin")),
        dato("version_reglas", _("Versión de las reglas")),
        dato("muestra_revisada", _("RFC revisados con las reglas")),
        dato("muestra_discrepante", _("RFC en que no coinciden")),
        dato("falla", _("Falla")),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the chart."""
        vista = self.admin_site.admin_view(self.grafica)
        return [path("sentidos.svg", vista, name=self._nombre_de_ruta("grafica")), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Say where the chart is, once there is something to draw."""
        url = self._url("grafica") if selectors.corridas_recientes() else ""
        return super().changelist_view(request, (extra_context or {}) | {"url_grafica": url})

    def grafica(self, request: HttpRequest) -> HttpResponse:
        """Draw the last runs."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        corridas = selectors.corridas_recientes()
        if not corridas:
            raise Http404
        return HttpResponse(graficas.sentidos_en_el_tiempo(corridas), content_type="image/svg+xml")
