"""The language of the pages: of a cookie alone, es-MX without one; what is kept or signed is es-MX whoever acts."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

P = ParamSpec("P")
T = TypeVar("T")
Siguiente = Callable[[HttpRequest], HttpResponse]
SIN_IDIOMA = ("/api/", "/livez", "/readyz")  # for programs: one wording, in es-MX


class IdiomaMiddleware:
    """Answers in the language of the cookie, and leaves the thread as it was.

    Django's own would guess from Accept-Language: here a page says the same to everybody who did not choose.
    """

    def __init__(self, get_response: Siguiente) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        idioma = idioma_de(request)
        with translation.override(idioma):
            respuesta = self.get_response(request)
        if respuesta.headers.get("Content-Type", "").startswith("text/html"):
            respuesta.headers.setdefault("Content-Language", etiqueta_de(idioma))
            patch_vary_headers(respuesta, ["Cookie"])
        return respuesta


def idioma_de(request: HttpRequest) -> str:
    """Return the language that the person chose in this browser, es-MX where they chose none that there is."""
    elegido = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    es_para_programas = request.path.startswith(SIN_IDIOMA)
    return elegido if es_idioma(elegido) and not es_para_programas else settings.LANGUAGE_CODE


def es_idioma(codigo: str) -> bool:
    return codigo in dict(settings.LANGUAGES)


def etiqueta_de(codigo: str) -> str:
    """«es-MX» from «es-mx», as HTML and HTTP write it."""
    return translation.to_locale(codigo).replace("_", "-")


def en_espanol(funcion: Callable[P, T]) -> Callable[P, T]:
    """Make a function that writes what is kept (a message, a document) write es-MX, whatever the page speaks."""

    @wraps(funcion)
    def escribir(*args: P.args, **kwargs: P.kwargs) -> T:
        with translation.override(settings.LANGUAGE_CODE):
            return funcion(*args, **kwargs)

    return escribir


def es_de_este_sitio(request: HttpRequest) -> bool:
    """Whether a page of the portal sent the form, as the browser itself says; nobody's word is not taken."""
    if (sitio := request.headers.get("Sec-Fetch-Site")) is not None:
        return sitio == "same-origin"
    return request.headers.get("Origin") == _origen(request)


def pagina_anterior(request: HttpRequest) -> str:
    """Return the path to go back to: `siguiente` of the form, or where it stood; the home page for any other site."""
    if pedida := request.POST.get("siguiente"):
        return pedida if _es_ruta(pedida) else "/"
    try:
        desde = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "/"
    if f"{desde.scheme}://{desde.netloc}" != _origen(request):
        return "/"
    ruta = desde._replace(scheme="", netloc="", fragment="").geturl()
    return ruta if _es_ruta(ruta) else "/"


def _es_ruta(texto: str) -> bool:
    """Whether it is a path of the portal, and of no other site however a browser reads it."""
    return texto.startswith("/") and url_has_allowed_host_and_scheme(texto, allowed_hosts=None)


def _origen(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
