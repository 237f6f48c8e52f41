"""Staff's pages of requests: the list by term, one request whole, and the form that answers or resolves it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buzon.bitacora.services import anotar
from buzon.bitacora.solo_lectura import SoloLectura, dato, texto
from buzon.promociones import selectors, services
from buzon.promociones.admin_correcciones import CorreccionAdmin
from buzon.promociones.forms import personal
from buzon.promociones.forms.personal import AtenderForm
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import leer_sentido
from buzon.valores.fechas import dia_en_centro
from buzon.valores.plazos import dias_restantes
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.archivos import descarga

__all__ = ["CorreccionAdmin", "SolicitudAdmin"]
PERMISO = "promociones.atender_solicitud"


def en_palabras(solicitud: Solicitud, *, hoy: date) -> str:
    """Return how the term of a request stands, in words."""
    if solicitud.resuelta_en is not None:
        a_tiempo = dia_en_centro(solicitud.resuelta_en) <= solicitud.vence_el
        return _("Resuelta en plazo") if a_tiempo else _("Resuelta fuera de plazo")
    restan = dias_restantes(solicitud.vence_el, hoy=hoy)
    if restan == 0:
        return _("Vence hoy")
    if restan > 0:
        return ngettext("Falta %(n)s día", "Faltan %(n)s días", restan) % {"n": restan}
    return ngettext("Venció hace %(n)s día", "Venció hace %(n)s días", -restan) % {"n": -restan}


@admin.display(description=gettext_lazy("Plazo"))
def plazo(solicitud: Solicitud) -> str:
    """Column of the term as it stands today."""
    return en_palabras(solicitud, hoy=dia_en_centro(timezone.now()))


@admin.display(description=gettext_lazy("Subdelegación"))
def oficina(solicitud: Solicitud) -> str:
    """Column of who is to resolve it."""
    return str(solicitud.subdelegacion or NIVEL_CENTRAL)


@admin.register(Solicitud)
class SolicitudAdmin(SoloLectura):
    """Open requests first, by the end of their term; then the resolved ones, newest first."""

    change_form_template = "admin/promociones/solicitud.html"
    busca_folio = "folio__startswith"
    list_display = (
        dato("folio", gettext_lazy("Folio")),
        plazo,
        dato("rfc", "RFC"),
        dato("get_asunto_display", gettext_lazy("Asunto")),
        dato("get_estado_display", gettext_lazy("Estado")),
        oficina,
        dato("get_escalada_display", gettext_lazy("Escalada a")),
        dato("presentada_en", gettext_lazy("Presentada")),
    )
    list_filter = ("estado",)
    list_select_related = ("subdelegacion",)
    ordering = ("-resuelta_en", "vence_el", "id")
    detalle = (
        *list_display,
        dato("vence_el", gettext_lazy("Debe resolverse a más tardar")),
        dato("nombre", gettext_lazy("Nombre")),
        texto("registros", gettext_lazy("Registros patronales")),
        texto("creditos", gettext_lazy("Créditos fiscales")),
        texto("texto", gettext_lazy("Texto de la solicitud")),
        dato("resuelta_en", gettext_lazy("Resuelta")),
        dato("get_sentido_resolucion_display", gettext_lazy("Sentido")),
        dato("resolucion.folio", gettext_lazy("Folio de la resolución")),
    )
    columnas = (
        *("folio", "rfc", "asunto", "estado", "escalada", "presentada_en", "vence_el", "resuelta_en"),
        *("subdelegacion__clave", "subdelegacion__nombre", "subdelegacion__ooad"),
    )
    search_help_text = gettext_lazy("RFC o folio, completo o su principio.")

    def get_urls(self) -> list[URLPattern]:
        """Add the form and the files."""
        envolver = self.admin_site.admin_view
        return [
            path("<int:solicitud_id>/atender/", envolver(self.atender), name=self._nombre_de_ruta("atender")),
            path(
                "<int:solicitud_id>/adjuntos/<uuid:adjunto_id>",
                envolver(self.adjunto),
                name=self._nombre_de_ruta("adjunto"),
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show everything said about the request, and the form to whoever may use it."""
        context |= self._expediente(request, context["original"], AtenderForm())
        return super().render_change_form(request, context, *args, **kwargs)

    def _expediente(self, request: HttpRequest, solicitud: Solicitud, form: AtenderForm) -> dict[str, Any]:
        puede = solicitud.esta_abierta and request.user.has_perm(PERMISO)
        return {
            "expediente": selectors.expediente_de(solicitud),
            "solicitud_id": solicitud.pk,
            "formulario": form if puede else None,
            "url_atender": self._url("atender", solicitud.pk),
        }

    def atender(self, request: HttpRequest, solicitud_id: int) -> HttpResponse:
        """Answer, ask for information or resolve, under the name of who does it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        solicitud: Solicitud = self.fila_visible(request, str(solicitud_id))
        if not request.user.has_perm(PERMISO):
            raise PermissionDenied
        form, status = AtenderForm(request.POST), 422
        if form.is_valid():
            try:
                _hacer(solicitud, form.cleaned_data, autor=request.user.get_username())
            except Rechazo as rechazo:
                rechazos.registrar(request, rechazo)
                visible = rechazos.vista_de(rechazo)
                form.add_error(None, visible.mensaje)
                status = visible.status
            else:
                messages.success(request, _("Quedó enviado al particular."))
                return redirect(self._url("change", solicitud_id))
        contexto = self.admin_site.each_context(request) | self._expediente(request, solicitud, form)
        contexto |= {"title": _("Atender la solicitud"), "opts": self.opts}
        return render(request, "admin/promociones/atender.html", contexto, status=status)

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


def _hacer(solicitud: Solicitud, datos: dict[str, Any], *, autor: str) -> None:
    comun = {"texto": datos["texto"], "autor": autor, "ahora": timezone.now()}
    match datos["orden"]:
        case personal.RESOLVER:
            services.resolver(solicitud, sentido=leer_sentido(datos["sentido"]), **comun)
        case personal.REQUERIR:
            services.requerir_informacion(solicitud, **comun)
        case _:
            services.responder(solicitud, **comun)
