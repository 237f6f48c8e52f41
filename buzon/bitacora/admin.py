"""Staff's page of the log."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from buzon.bitacora import selectors
from buzon.bitacora.models import Asiento
from buzon.bitacora.solo_lectura import SoloLectura, dato, texto
from buzon.valores.rfc import RfcInvalido, validar_rfc


@admin.display(description=_("Quién"))
def quien(asiento: Asiento) -> str:
    """Column of the member of the staff who did it; what a taxpayer does is under her RFC."""
    return str(asiento.detalle.get("autor") or "-")


@admin.register(Asiento)
class AsientoAdmin(SoloLectura):
    """Entries, newest first."""

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
    search_help_text = _("RFC completo, o usuario del personal.")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Asiento], search_term: str
    ) -> tuple[QuerySet[Asiento], bool]:
        """Look for what was done about an RFC, or by a member of the staff."""
        buscado = search_term.strip()
        if not buscado:
            return queryset, False
        try:
            return queryset.filter(rfc=validar_rfc(buscado)), False
        except RfcInvalido:
            return selectors.de_autor(queryset, buscado), False
