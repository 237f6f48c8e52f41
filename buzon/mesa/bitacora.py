"""Staff's pages of the log: acts, readings and refusals, each with its filters and as a file with its digest."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buzon.bitacora import selectors
from buzon.bitacora.models import Asiento, Lectura, RechazoAsentado
from buzon.bitacora.services import anotar
from buzon.mesa import filtros
from buzon.valores.fechas import iso_centro
from buzon.valores.hojas import como_csv
from buzon.valores.identificadores import RfcInvalido, validar_rfc
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo
from buzon.web.solo_lectura import SoloLectura, dato, dejar_rastro, texto

# A file is made whole before it leaves: its digest goes in a header and into the log.
ARCHIVO_MAXIMO = 20_000
_CREADO, _QUIEN, _SU_RFC = dato("creado_en", _("Fecha")), dato("autor", _("Quién")), dato("rfc", "RFC")


class DescargaDemasiadoLarga(Rechazo):
    """More than 20,000 entries of the log were asked for as a file."""

    codigo = "descarga_demasiado_larga"
    titulo = marcado("Son demasiados renglones para un archivo")
    mensaje = marcado("Acota las fechas, o agrega otro filtro: un archivo lleva hasta 20,000 renglones.")


@admin.display(description=_("Quién"))
def quien(asiento: Asiento) -> str:
    """Column of the member of the staff who did it; what a taxpayer does is under their RFC."""
    return str(asiento.detalle.get("autor") or "-")


class RegistroAdmin(SoloLectura):
    """A table of the log, newest first; `campos` are the columns of its file."""

    change_list_template = "admin/bitacora/lista.html"
    ordering = ("-id",)
    campos: Sequence[str] = ()

    def get_urls(self) -> list[URLPattern]:
        vista = self.admin_site.admin_view(self.archivo)
        return [path("archivo.csv", vista, name=self._nombre_de_ruta("archivo")), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        url = f"{self._url('archivo')}?{request.GET.urlencode()}"
        return super().changelist_view(request, {"url_archivo": url} | (extra_context or {}))

    def archivo(self, request: HttpRequest) -> HttpResponse:
        """Give what the list would show as CSV, with its SHA-256 in a header and in the log, with who took it.

        Raises DescargaDemasiadoLarga over ARCHIVO_MAXIMO rows: no file is shorter than what was asked for.
        """
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request):
            raise PermissionDenied
        try:
            # The list's own query: the file has what the page shows, and one row more tells that it is too long.
            filas = list(self.get_changelist_instance(request).queryset[: ARCHIVO_MAXIMO + 1])
        except IncorrectLookupParameters as error:
            raise Http404 from error
        if len(filas) > ARCHIVO_MAXIMO:
            raise DescargaDemasiadoLarga(str(ARCHIVO_MAXIMO))
        # A file about one person is a reading of that person; of several, the entry below says what was asked for.
        if len(de_quienes := {self.titular_de(fila) for fila in filas} - {""}) == 1:
            dejar_rastro(request, rfc=de_quienes.pop())
        renglones = ([_celda(getattr(fila, campo)) for campo in self.campos] for fila in filas)
        contenido = como_csv(self.campos, renglones).encode("utf-8-sig")
        huella, ahora = hashlib.sha256(contenido), timezone.now()
        nombre = f"{self.opts.model_name}-{iso_centro(ahora)[:19].replace(':', '')}.csv"
        detalle = {
            "autor": request.user.get_username(),
            "archivo": nombre,
            "sha256": huella.hexdigest(),
            "renglones": len(filas),
            "filtros": request.GET.dict(),
        }
        anotar("personal.descarga", ahora=ahora, detalle=detalle)
        cabeceras = {
            "Content-Disposition": f'attachment; filename="{nombre}"',
            "Repr-Digest": f"sha-256=:{b64encode(huella.digest()).decode('ascii')}:",
        }
        return HttpResponse(contenido, content_type="text/csv; charset=utf-8", headers=cabeceras)


def _celda(valor: Any) -> Any:
    match valor:
        case dict():
            return json.dumps(valor, ensure_ascii=False, sort_keys=True)
        case str() | int():
            return valor
    return iso_centro(valor) if hasattr(valor, "tzinfo") else str(valor)


@admin.register(Asiento)
class AsientoAdmin(RegistroAdmin):
    list_display = ("id", _CREADO, dato("evento", _("Evento")), quien, _SU_RFC)
    list_filter = (
        *(filtros.PorEvento, filtros.Desde, filtros.Hasta),
        *(filtros.PorAutorDelAsiento, filtros.PorObjeto, filtros.PorRfc),
    )
    detalle = (*list_display, texto("detalle", _("Detalle")))
    columnas = ("creado_en", "evento", "rfc", "detalle")
    campos = ("id", "creado_en", "evento", "rfc", "detalle")
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


@admin.register(Lectura)
class LecturaAdmin(RegistroAdmin):
    """Which person somebody of the staff looked at, once a day for each page."""

    busca_rfc = "rfc"
    list_display = (_CREADO, _QUIEN, _SU_RFC, dato("pagina", _("Página")))
    list_filter = (filtros.Desde, filtros.Hasta, filtros.PorAutor, filtros.PorPagina, filtros.PorRfc)
    detalle = list_display
    columnas = ("creado_en", "autor", "rfc", "pagina")
    campos = ("id", "creado_en", "autor", "rfc", "pagina")
    search_help_text = _("RFC completo.")


@admin.register(RechazoAsentado)
class RechazoAsentadoAdmin(RegistroAdmin):
    """Refusals, newest first; one row stands for as many as it counts."""

    busca_rfc = "rfc"
    list_display = (
        *(_CREADO, dato("codigo", _("Código")), dato("veces", _("Veces"))),
        *(_QUIEN, _SU_RFC, dato("red", _("Red")), dato("ruta", _("Dirección de la página"))),
    )
    list_filter = (
        *(filtros.PorCodigo, filtros.Desde, filtros.Hasta),
        *(filtros.PorAutor, filtros.PorRed, filtros.PorRfc),
    )
    detalle = (
        *list_display,
        dato("direccion", _("Dirección de red")),
        dato("objeto", _("Límite")),
        dato("detalle", _("Detalle")),
    )
    columnas = ("creado_en", "codigo", "veces", "autor", "rfc", "red", "ruta")
    campos = (*columnas, "direccion", "objeto", "detalle")
    search_help_text = _("RFC completo.")
