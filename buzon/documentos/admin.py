"""Staff's pages of documents: what was sealed, what waits, and a new try for what waits too long."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buzon.actos import selectors as actos
from buzon.documentos import services
from buzon.documentos.models import Documento
from buzon.web.solo_lectura import Descarga, SoloLectura, dato

_FOLIO, _RFC = dato("folio", gettext_lazy("Folio")), dato("rfc", "RFC")
_CLASE = dato("get_clase_display", gettext_lazy("Clase"))
_ESTADO = dato("get_estado_display", gettext_lazy("Estado"))
_CREADO = dato("creado_en", gettext_lazy("Creado"))
_SELLADO = dato("sellado_en", gettext_lazy("Sellado"))
PERMISO_DE_REINTENTO = "documentos.change_documento"
PERMISO_DE_LECTURA = "documentos.leer_documento"


@admin.display(description=gettext_lazy("Código de verificación"))
def codigo_enmascarado(documento: Documento) -> str:
    """Return the first group of the code: enough to recognise it, not enough to verify with it."""
    return f"{documento.codigo[:4]}-****"


def pdf(documento: Documento) -> bytes | None:
    return bytes(documento.pdf) if documento.pdf is not None else None


def permiso_para_leer(documento: Documento) -> str:
    """Return the permission that its PDF asks for: who only sees to it that documents leave does not read them."""
    return (documento.acto and actos.permiso_para_leer(documento.acto)) or PERMISO_DE_LECTURA


PDF = Descarga(
    "pdf",
    gettext_lazy("PDF"),
    "application/pdf",
    pdf,
    lambda documento: f"{documento.clase}_{documento.folio}.pdf",
    lambda documento: documento.esta_sellado,
    permiso_para_leer,
)


@admin.register(Documento)
class DocumentoAdmin(SoloLectura):
    """Documents, newest first (a folio begins with its instant)."""

    busca_rfc = "rfc"
    busca_folio = "folio"
    list_display = (_FOLIO, _RFC, _CLASE, _ESTADO, _CREADO, _SELLADO)
    list_filter = ("estado", "clase")
    ordering = ("-folio",)
    detalle = (
        *(_FOLIO, _RFC, _CLASE, _ESTADO, codigo_enmascarado, _CREADO),
        dato("encolado_en", gettext_lazy("Último envío a sellar")),
        _SELLADO,
        dato("sha256", gettext_lazy("SHA-256 del PDF")),
        dato("tamano", gettext_lazy("Tamaño en bytes")),
        dato("paginas", gettext_lazy("Páginas")),
    )
    columnas = ("folio", "rfc", "clase", "estado", "creado_en", "sellado_en")
    descargas = (PDF,)
    search_help_text = gettext_lazy("RFC o folio, completos.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the PDF, and what it says, where they are until somebody takes them."""
        return super().get_queryset(request).defer("pdf", "contenido")

    def get_urls(self) -> list[URLPattern]:
        vista = self.admin_site.admin_view(self.reintentar)
        ruta = path("<uuid:documento_id>/reintentar/", vista, name=self._nombre_de_ruta("reintentar"))
        return [ruta, *super().get_urls()]

    def reintentar(self, request: HttpRequest, documento_id: UUID) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(PERMISO_DE_REINTENTO):
            raise PermissionDenied
        if not self.es_de_otro(request, rfc=self.fila_visible(request, str(documento_id)).rfc):
            raise PermissionDenied
        autor = request.user.get_username()
        if services.reintentar(documento_id, autor=autor, ahora=timezone.now()):
            messages.success(request, _("Se pidió el sello otra vez."))
        else:
            messages.warning(request, _("Este documento no espera su sello: ya lo tiene o se está sellando."))
        return redirect(self._url("change", documento_id))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the button while the document waits, to whoever may press it."""
        documento: Documento = context["original"]
        puede = request.user.has_perm(PERMISO_DE_REINTENTO) and self.es_de_otro(request, rfc=documento.rfc)
        if puede and not documento.esta_sellado:
            context["orden"] = {
                "texto": _("Reintentar el sello"),
                "url": self._url("reintentar", documento.pk),
            }
        return super().render_change_form(request, context, *args, **kwargs)
