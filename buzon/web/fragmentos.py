"""What htmx asks for: a part of a page while it waits, or a page in the place of another (`static/js/navegar.js`)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def cambia_de_pagina(request: HttpRequest) -> bool:
    """Whether a person goes to another page, or back, by htmx: what answers is a page, as to a browser."""
    return "HX-Boosted" in request.headers or "HX-History-Restore-Request" in request.headers


def pide_fragmento(request: HttpRequest) -> bool:
    """Whether a page asks by itself for a part of it."""
    return "HX-Request" in request.headers and not cambia_de_pagina(request)


def al_estar_listo(
    request: HttpRequest, plantilla: str, contexto: dict[str, Any], *, listo: bool
) -> HttpResponse:
    """Return the fragment once it is ready; until then 204, which changes nothing on the page.

    So a screen reader hears "Procesando…" once and the result once.
    """
    return render(request, plantilla, contexto) if listo else HttpResponse(status=204)
