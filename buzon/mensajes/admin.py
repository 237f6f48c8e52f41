"""Staff's pages of messages and of how each of them left; a new try for what did not."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from buzon.mensajes import salida
from buzon.mensajes.models import Envio, EstadoDeEnvio, Mensaje
from buzon.valores.contacto import enmascarar
from buzon.web.solo_lectura import ConReintento, Reintento, SoloLectura, dato, texto

_RFC, _ASUNTO = dato("rfc", "RFC"), dato("asunto", gettext_lazy("Asunto"))
_CLASE = dato("get_clase_display", gettext_lazy("Clase"))
_CREADO, _LEIDO = dato("creado_en", gettext_lazy("Creado")), dato("leido_en", gettext_lazy("Leído"))
_SU_RFC, _SU_ASUNTO = dato("rfc", "RFC"), dato("asunto", gettext_lazy("Asunto"))
_CANAL = dato("get_canal_display", gettext_lazy("Medio"))
_ESTADO = dato("get_estado_display", gettext_lazy("Estado"))
_INTENTOS = dato("intentos", gettext_lazy("Intentos"))


@admin.display(description=gettext_lazy("Destino"))
def destino_enmascarado(envio: Envio) -> str:
    """Return the address as it may be shown."""
    return enmascarar(envio.destino)


@admin.register(Mensaje)
class MensajeAdmin(SoloLectura):
    """Messages, newest first."""

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
class EnvioAdmin(ConReintento):
    """Deliveries, newest first, also of notices to the staff (without an RFC); addresses masked."""

    busca_rfc = "mensaje__rfc"
    titular = "mensaje.rfc"
    search_help_text = gettext_lazy("RFC completo.")
    list_display = (_SU_RFC, _SU_ASUNTO, _CANAL, destino_enmascarado, _ESTADO, _INTENTOS)
    list_filter = ("estado", "canal")
    list_select_related = ("mensaje", "aviso")
    ordering = ("-creado_en", "id")
    detalle = (
        *(_SU_RFC, _SU_ASUNTO, _CANAL, destino_enmascarado, _ESTADO, _INTENTOS),
        dato("creado_en", gettext_lazy("Creado")),
        dato("enviado_en", gettext_lazy("Enviado")),
        dato("proximo_en", gettext_lazy("Se pide otra vez a partir de")),
        dato("por", gettext_lazy("Por")),
        dato("referencia", gettext_lazy("Referencia de quien lo tomó")),
        dato("error", gettext_lazy("Último error")),
        dato("pk", gettext_lazy("Identificador")),
    )
    columnas = ("mensaje__rfc", "mensaje__asunto", "aviso__asunto", "canal", "destino", "estado", "intentos")
    reintento = Reintento(
        permiso="mensajes.change_envio",
        espera=lambda envio: envio.estado != EstadoDeEnvio.ENVIADO,
        pedir=salida.reintentar,
        boton=gettext_lazy("Reintentar el envío"),
        pedido=gettext_lazy("Se pidió el envío otra vez."),
        no_espera=gettext_lazy("Este envío no espera: ya salió o está saliendo."),
    )
