"""Staff's pages of the authorisations of third parties and of what they looked at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from buzon.web.solo_lectura import SoloLectura, dato
from terceros.models import AutorizacionDeTercero, ConsultaDeTercero


@admin.register(AutorizacionDeTercero)
class AutorizacionDeTerceroAdmin(SoloLectura):
    """Whom each holder authorised, from when and until when."""

    busca_rfc = "titular__startswith"
    titular = "titular"
    busca_folio = "acto__folio__startswith"
    list_display = (
        dato("titular", _("Titular")),
        dato("tercero", _("Tercero")),
        dato("desde", _("Desde")),
        dato("termina_en", _("Termina")),
        dato("fin", _("Terminó")),
        dato("acto.folio", _("Folio del acto")),
    )
    list_select_related = ("acto", "cancelacion")
    ordering = ("-id",)
    detalle = (*list_display, dato("cancelacion.folio", _("Folio de la cancelación")))
    columnas = ("titular", "tercero", "desde", "termina_en", "fin", "acto__folio", "cancelacion__folio")
    search_help_text = _("RFC del titular o folio del acto, completo o su principio.")


@admin.register(ConsultaDeTercero)
class ConsultaDeTerceroAdmin(SoloLectura):
    """What each third party looked at."""

    busca_rfc = "titular__startswith"
    titular = "titular"
    list_display = (
        dato("titular", _("Titular")),
        dato("tercero", _("Tercero")),
        dato("get_que_display", _("Qué hizo")),
        dato("get_sentido_display", _("Sentido")),
        dato("ocurrio_en", _("Fecha")),
    )
    ordering = ("-id",)
    detalle = (*list_display, dato("folio", _("Folio")))
    columnas = ("titular", "tercero", "que", "sentido", "ocurrio_en", "folio")
    search_help_text = _("RFC del titular, completo o su principio.")
