"""Files that people choose, and those that are given to them: as a download, never run nor kept by anybody between."""

import re
from urllib.parse import quote

from django import forms
from django.http import HttpResponse


class VariosArchivos(forms.FileInput):
    """Django's control for a file, open to several; its value is their list."""

    allow_multiple_selected = True


def como_archivo(nombre: str) -> str:
    """Return a Content-Disposition (RFC 6266): the name in ASCII for old readers, the true one (Ñ, &) for the rest."""
    plano = re.sub(r"[^A-Za-z0-9._-]", "_", nombre)
    return f"attachment; filename=\"{plano}\"; filename*=UTF-8''{quote(nombre, safe='')}"


def descarga(contenido: bytes, *, nombre: str, tipo: str) -> HttpResponse:
    """Return a file as an attachment of exactly that type, which no page may frame or run."""
    cabeceras = {
        "Content-Disposition": como_archivo(nombre),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(contenido, content_type=tipo, headers=cabeceras)
