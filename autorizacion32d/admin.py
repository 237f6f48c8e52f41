"""Staff's pages of the authorisations and of the transitions that led to them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from autorizacion32d.models import Autorizacion, Transicion
from buzon.web.solo_lectura import SoloLectura, dato


@admin.register(Autorizacion)
class AutorizacionAdmin(SoloLectura):
    """What the public look-up may say of each RFC."""

    list_display = (
        dato("rfc", "RFC"),
        dato("nombre", _("Nombre")),
        dato("get_estado_display", _("Estado")),
        dato("autorizada_en", _("Autorizada")),
        dato("cancelada_en", _("Cancelada")),
    )
    list_filter = ("estado",)
    ordering = ("-id",)
    detalle = (
        *list_display,
        dato("folio", _("Folio de la autorización")),
        dato("ultimo_folio", _("Folio del último acto")),
    )


@admin.register(Transicion)
class TransicionAdmin(SoloLectura):
    busca_rfc = "autorizacion__rfc__startswith"
    titular = "autorizacion.rfc"
    busca_folio = "acto__folio__startswith"
    list_display = (
        dato("autorizacion.rfc", "RFC"),
        dato("acto.folio", _("Folio del acto")),
        dato("get_de_display", _("De")),
        dato("get_a_display", _("A")),
        dato("ocurrida_en", _("Fecha")),
    )
    list_select_related = ("autorizacion", "acto")
    ordering = ("-id",)
    detalle = list_display
    columnas = ("autorizacion__rfc", "acto__folio", "de", "a", "ocurrida_en")
    search_help_text = _("RFC o folio del acto, completo o su principio.")
