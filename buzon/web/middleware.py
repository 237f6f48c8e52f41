"""Turns every refusal that a view lets through into its page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos


class RechazoMiddleware:
    """A `Rechazo` never becomes a 500: it is logged and answered with its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; let any other exception go on."""
        if not isinstance(exception, Rechazo):
            return None
        rechazos.registrar(request, exception)
        return rechazos.respuesta(request, exception)
