"""Staff's pages of messages and of how each of them left; a new try for what did not."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from buzon.mensajes import salida
from buzon.mensajes.models import Envio, EstadoDeEnvio, Mensaje
from buzon.valores.contacto import enmascarar
from buzon.web.solo_lectura import ConReintento, Reintento, SoloLectura, dato, texto

_RFC, _ASUNTO = dato("rfc", "RFC"), dato("asunto", _("Asunto"))
_CLASE = dato("get_clase_display", _("Clase"))
_CREADO, _LEIDO = dato("creado_en", _("Creado")), dato("leido_en", _("Leído"))
_CANAL = dato("get_canal_display", _("Medio"))
_ESTADO = dato("get_estado_display", _("Estado"))
_INTENTOS = dato("intentos", _("Intentos"))


@admin.display(description=_("Destino"))
def destino_enmascarado(envio: Envio) -> str:
    return enmascarar(envio.destino)


@admin.register(Mensaje)
class MensajeAdmin(SoloLectura):
    busca_rfc = "rfc"
    search_help_text = _("RFC completo.")
    list_display = (_RFC, _CLASE, _ASUNTO, _CREADO, _LEIDO)
    list_filter = ("clase",)
    ordering = ("-id",)
    detalle = (
        *(_RFC, _CLASE, _ASUNTO),
        texto("texto", _("Texto")),
        dato("enlace", _("Enlace")),
        dato("clave", _("Clave")),
        *(_CREADO, _LEIDO),
    )
    columnas = ("rfc", "clase", "asunto", "creado_en", "leido_en")


@admin.register(Envio)
class EnvioAdmin(ConReintento):
    """Deliveries, newest first, also of notices to the staff (without an RFC); addresses masked."""

    busca_rfc = "mensaje__rfc"
    titular = "mensaje.rfc"
    search_help_text = _("RFC completo.")
    list_display = (_RFC, _ASUNTO, _CANAL, destino_enmascarado, _ESTADO, _INTENTOS)
    list_filter = ("estado", "canal")
    list_select_related = ("mensaje", "aviso")
    ordering = ("-creado_en", "id")
    detalle = (
        *(_RFC, _ASUNTO, _CANAL, destino_enmascarado, _ESTADO, _INTENTOS),
        dato("creado_en", _("Creado")),
        dato("enviado_en", _("Enviado")),
        dato("proximo_en", _("Se pide otra vez a partir de")),
        dato("por", _("Por")),
        dato("referencia", _("Referencia de quien lo tomó")),
        dato("error", _("Último error")),
        dato("pk", _("Identificador")),
    )
    columnas = ("mensaje__rfc", "mensaje__asunto", "aviso__asunto", "canal", "destino", "estado", "intentos")
    reintento = Reintento(
        permiso="mensajes.change_envio",
        espera=lambda envio: envio.estado != EstadoDeEnvio.ENVIADO,
        pedir=salida.reintentar,
        boton=_("Reintentar el envío"),
        pedido=_("Se pidió el envío otra vez."),
        no_espera=_("Este envío no espera: ya salió o está saliendo."),
    )
