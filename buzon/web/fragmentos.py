"""What htmx asks for while it waits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def al_estar_listo(
    request: HttpRequest, plantilla: str, contexto: dict[str, Any], *, listo: bool
) -> HttpResponse:
    """Return the fragment once it is ready; until then 204, which changes nothing on the page.

    So a screen reader hears "Procesando…" once and the result once.
    """
    return render(request, plantilla, contexto) if listo else HttpResponse(status=204)
