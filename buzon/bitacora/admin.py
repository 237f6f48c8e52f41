"""Staff's page of the log."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from buzon.bitacora.models import Asiento
from buzon.bitacora.solo_lectura import SoloLectura, dato, texto


@admin.display(description=_("Quién"))
def quien(asiento: Asiento) -> str:
    """Column of the member of the staff who did it; what a taxpayer does is under her RFC."""
    return str(asiento.detalle.get("autor") or "-")


@admin.register(Asiento)
class AsientoAdmin(SoloLectura):
    """Entries, newest first."""

    busca_rfc = "rfc"
    list_display = (
        "id",
        dato("creado_en", _("Fecha")),
        dato("evento", _("Evento")),
        quien,
        dato("rfc", "RFC"),
    )
    ordering = ("-id",)
    detalle = (*list_display, texto("detalle", _("Detalle")))
    columnas = ("creado_en", "evento", "rfc", "detalle")
    search_help_text = _("RFC completo.")
