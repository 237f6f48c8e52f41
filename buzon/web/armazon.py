"""Pages that say what was not done: in the staff's shell for whoever is inside it, else in the portal's."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_stubs_ext import StrOrPromise


def dibujar(
    request: HttpRequest, plantilla: str, contexto: dict[str, Any], *, titulo: StrOrPromise, status: int
) -> HttpResponse:
    """Render the page; the partial `cuerpo` of its template is what both shells show."""
    if not es_del_personal(request):
        return render(request, plantilla, contexto, status=status)
    del_sitio = admin.site.each_context(request) | {"title": titulo, "subtitle": None}
    dentro = {"cuerpo": f"{plantilla}#cuerpo"}
    return render(request, "admin/error.html", del_sitio | contexto | dentro, status=status)


def es_del_personal(request: HttpRequest) -> bool:
    """Whether it is a page of the staff's, asked for by somebody inside; before it is known who asks, nobody is."""
    return (
        request.path.startswith("/admin/")
        and hasattr(request, "user")
        and hasattr(request.user, "is_verified")
        and admin.site.has_permission(request)
    )
