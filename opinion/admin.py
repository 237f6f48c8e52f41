"""Staff's page of the verdicts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from buzon.bitacora.solo_lectura import SoloLectura, dato
from opinion.models import OpinionCalculada


@admin.register(OpinionCalculada)
class OpinionCalculadaAdmin(SoloLectura):
    """What the rules decided of each RFC."""

    list_display = (
        dato("rfc", "RFC"),
        dato("get_sentido_display", _("Sentido")),
        dato("motivo", _("Motivo")),
        dato("calculada_en", _("Calculada")),
    )
    list_filter = ("sentido",)
    ordering = ("rfc",)
    detalle = (*list_display, dato("anexo", _("Anexo")), dato("version_reglas", _("Versión de las reglas")))
