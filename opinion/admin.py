"""Staff's pages of the opinion: verdicts, what changed, what was issued, and the national runs with their chart."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from buzon.valores.fechas import ZONA
from buzon.web.dibujo import GUINDA, OCRE, VERDE, como_svg, nueva_grafica
from buzon.web.solo_lectura import SoloLectura, dato, texto
from opinion import selectors
from opinion.models import CambioDeOpinion, Corrida, OpinionCalculada, OpinionEmitida, OpinionNoDisponible

_CADA = 3  # of thirty runs, so that the labels of the days do not run into each other
# The colours of the look-up, each with its name in the legend; the list under the chart gives the figures.
_SERIES = (
    ("positivas", _("Positiva"), VERDE),
    ("negativas", _("Negativa"), GUINDA),
    ("sin_opinion", _("Sin opinión"), OCRE),
)


@admin.register(OpinionCalculada)
class OpinionCalculadaAdmin(SoloLectura):
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
    # A row also holds its ficha and its cadena, some kilobytes that a list does not need.
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
        vista = self.admin_site.admin_view(self.grafica)
        return [path("sentidos.svg", vista, name=self._nombre_de_ruta("grafica")), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        # No picture over an empty list: there is a chart once a run has finished.
        url = self._url("grafica") if selectors.corridas_recientes() else ""
        return super().changelist_view(request, (extra_context or {}) | {"url_grafica": url})

    def grafica(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        corridas = selectors.corridas_recientes()
        if not corridas:
            raise Http404
        return HttpResponse(_sentidos_en_el_tiempo(corridas), content_type="image/svg+xml")


def _sentidos_en_el_tiempo(corridas: Sequence[Corrida]) -> bytes:
    """Draw the share of each sentido in each run, in the order given (one at least), as SVG."""
    grafica = nueva_grafica(str(_("Sentidos por recálculo, en por ciento")))
    ultima = len(corridas) - 1
    dias = [f"{corrida.iniciada_en.astimezone(ZONA):%d/%m}" for corrida in corridas]
    grafica.add_x_scale(0, max(ultima, 1))
    grafica.add_y_scale(0, 100)
    grafica.add_x_axis(
        ticks=[0, *range(_CADA, ultima + 1, _CADA)],
        tick_formatter=lambda valor, _indice, _cuantos: dias[int(valor)],
        name=str(_("Día del recálculo")),
    )
    grafica.add_y_axis(ticks=[0, 25, 50, 75, 100])
    for campo, nombre, color in _SERIES:
        puntos = [(n, _por_ciento(corrida, campo)) for n, corrida in enumerate(corridas)]
        grafica.add_line(puntos, name=str(nombre), stroke_color=color, width=3)
    return como_svg(grafica)


def _por_ciento(corrida: Corrida, campo: str) -> float:
    # Of the RFCs that have a sentido: those whose facts cannot be read have none.
    total = corrida.positivas + corrida.negativas + corrida.sin_opinion
    return 100 * int(getattr(corrida, campo)) / total if total else 0.0
