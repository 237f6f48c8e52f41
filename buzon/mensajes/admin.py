"""Staff's pages of messages and of how each of them left; a new try for what did not."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buzon.mensajes import salida
from buzon.mensajes.models import Envio, EstadoDeEnvio, Mensaje
from buzon.valores.contacto import enmascarar
from buzon.web.solo_lectura import SoloLectura, dato, texto

_RFC, _ASUNTO = dato("rfc", "RFC"), dato("asunto", gettext_lazy("Asunto"))
_CLASE = dato("get_clase_display", gettext_lazy("Clase"))
_CREADO, _LEIDO = dato("creado_en", gettext_lazy("Creado")), dato("leido_en", gettext_lazy("Leído"))
_CANAL = dato("get_canal_display", gettext_lazy("Medio"))
_ESTADO = dato("get_estado_display", gettext_lazy("Estado"))
_INTENTOS = dato("intentos", gettext_lazy("Intentos"))
PERMISO_DE_REINTENTO = "mensajes.change_envio"


@admin.display(description=gettext_lazy("Destino"))
def destino_enmascarado(envio: Envio) -> str:
    return enmascarar(envio.destino)


@admin.register(Mensaje)
class MensajeAdmin(SoloLectura):
    busca_rfc = "rfc"
    search_help_text = gettext_lazy("RFC completo.")
    list_display = (_RFC, _CLASE, _ASUNTO, _CREADO, _LEIDO)
    list_filter = ("clase",)
    ordering = ("-id",)
    detalle = (
        *(_RFC, _CLASE, _ASUNTO),
        texto("texto", gettext_lazy("Texto")),
        dato("enlace", gettext_lazy("Enlace")),
        dato("clave", gettext_lazy("Clave")),
        *(_CREADO, _LEIDO),
    )
    columnas = ("rfc", "clase", "asunto", "creado_en", "leido_en")


@admin.register(Envio)
class EnvioAdmin(SoloLectura):
    """Deliveries, newest first, also of notices to the staff (without an RFC); addresses masked."""

    busca_rfc = "mensaje__rfc"
    titular = "mensaje.rfc"
    search_help_text = gettext_lazy("RFC completo.")
    list_display = (_RFC, _ASUNTO, _CANAL, destino_enmascarado, _ESTADO, _INTENTOS)
    list_filter = ("estado", "canal")
    list_select_related = ("mensaje", "aviso")
    ordering = ("-creado_en", "id")
    detalle = (
        *(_RFC, _ASUNTO, _CANAL, destino_enmascarado, _ESTADO, _INTENTOS),
        dato("creado_en", gettext_lazy("Creado")),
        dato("enviado_en", gettext_lazy("Enviado")),
        dato("proximo_en", gettext_lazy("Se pide otra vez a partir de")),
        dato("por", gettext_lazy("Por")),
        dato("referencia", gettext_lazy("Referencia de quien lo tomó")),
        dato("error", gettext_lazy("Último error")),
        dato("pk", gettext_lazy("Identificador")),
    )
    columnas = ("mensaje__rfc", "mensaje__asunto", "aviso__asunto", "canal", "destino", "estado", "intentos")

    def get_urls(self) -> list[URLPattern]:
        vista = self.admin_site.admin_view(self.reintentar)
        ruta = path("<uuid:envio_id>/reintentar/", vista, name=self._nombre_de_ruta("reintentar"))
        return [ruta, *super().get_urls()]

    def reintentar(self, request: HttpRequest, envio_id: UUID) -> HttpResponse:
        """Ask again for a delivery that was not sent."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(PERMISO_DE_REINTENTO):
            raise PermissionDenied
        if not self.es_de_otro(request, rfc=self.fila_visible(request, str(envio_id)).rfc):
            raise PermissionDenied
        if salida.reintentar(envio_id, autor=request.user.get_username(), ahora=timezone.now()):
            messages.success(request, _("Se pidió el envío otra vez."))
        else:
            messages.warning(request, _("Este envío no espera: ya salió o está saliendo."))
        return redirect(self._url("change", envio_id))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the button while it has not left, to whoever may press it."""
        envio: Envio = context["original"]
        puede = request.user.has_perm(PERMISO_DE_REINTENTO) and self.es_de_otro(request, rfc=envio.rfc)
        if puede and envio.estado != EstadoDeEnvio.ENVIADO:
            context["orden"] = {
                "texto": _("Reintentar el envío"),
                "url": self._url("reintentar", envio.pk),
            }
        return super().render_change_form(request, context, *args, **kwargs)
