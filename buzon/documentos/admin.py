"""Staff's pages of documents: what was sealed, what waits, and a new try for what waits too long."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from buzon.actos import selectors as actos
from buzon.documentos import services
from buzon.documentos.models import Documento
from buzon.web.solo_lectura import ConReintento, Descarga, Reintento, dato

_FOLIO, _RFC = dato("folio", gettext_lazy("Folio")), dato("rfc", "RFC")
_CLASE = dato("get_clase_display", gettext_lazy("Clase"))
_ESTADO = dato("get_estado_display", gettext_lazy("Estado"))
_CREADO = dato("creado_en", gettext_lazy("Creado"))
_SELLADO = dato("sellado_en", gettext_lazy("Sellado"))
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
class DocumentoAdmin(ConReintento):
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
    reintento = Reintento(
        permiso="documentos.change_documento",
        espera=lambda documento: not documento.esta_sellado,
        pedir=services.reintentar,
        boton=gettext_lazy("Reintentar el sello"),
        pedido=gettext_lazy("Se pidió el sello otra vez."),
        no_espera=gettext_lazy("Este documento no espera su sello: ya lo tiene o se está sellando."),
    )
    search_help_text = gettext_lazy("RFC o folio, completos.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the PDF, and what it says, where they are until somebody takes them."""
        return super().get_queryset(request).defer("pdf", "contenido")
