"""The portal's own door: what is read of a request before anybody trusts it, and refusals as pages."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect

from buzon.valores.identificadores import FORMATO_FOLIO
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.direccion import es_proxy
from buzon.web.errores import DemasiadoGrande, MetodoNoPermitido, PeticionMalformada, ProxyDesconocido

CUERPO_MAXIMO = 256 * 1024
MEBIBYTE = 1024 * 1024
# Path, how much more than a form it takes, and where it sends whoever is not inside.
CON_ARCHIVO = (
    (re.compile(r"/verificar/"), 8 * MEBIBYTE, ""),
    (re.compile(r"/admin/padron/carga/add/"), 64 * MEBIBYTE, "admin:login"),
    # More than five files of 4 MiB, so that one that is too large gets its own sentence and the rest is kept.
    (re.compile(f"/promociones/aclaraciones/({FORMATO_FOLIO}/)?"), 64 * MEBIBYTE, "cuentas:ingresar"),
)

_CONSULTA = "/opinion/"

Siguiente = Callable[[HttpRequest], HttpResponse]

# What browsers name and the portal does not use; of the clipboard it writes what somebody asks to copy.
_APAGADOS = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "compute-pressure"),
    *("display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid"),
    *("identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts", "magnetometer"),
    *("microphone", "midi", "otp-credentials", "payment", "picture-in-picture"),
    *("publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial"),
    *("storage-access", "sync-xhr", "usb", "window-management", "xr-spatial-tracking"),
)
DE_TODA_RESPUESTA = {
    "Permissions-Policy": ", ".join([*(f"{uno}=()" for uno in _APAGADOS), "clipboard-write=(self)"]),
    # Not for the public API either: it binds what a page embeds, never what one reads by CORS.
    "Cross-Origin-Resource-Policy": "same-origin",
    # The web server writes its own name where there is none, and has no way to write nothing.
    "Server": "",
}


class CabecerasMiddleware:
    """The headers that no answer differs in, static files and refusals included: it stands before all others."""

    def __init__(self, get_response: Siguiente) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        respuesta = self.get_response(request)
        for nombre, valor in DE_TODA_RESPUESTA.items():
            respuesta.headers[nombre] = valor
        return respuesta


class CompresionMiddleware(GZipMiddleware):
    """Compresses pages in which nothing of the request is reflected: no length then tells a secret of theirs (BREACH).

    Those are the answers to a GET without a query; Django pads them besides, and masks their tokens. Look-ups, which
    put the RFC of the address into the page and are asked for most, and whatever is no page go as they are. Stands
    outside of whatever writes a page.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        es_pagina = (
            response.headers.get("Content-Type", "").startswith("text/html") and response.status_code == 200
        )
        if not es_pagina or request.method != "GET" or request.META["QUERY_STRING"]:
            return response
        return (
            response
            if request.path_info.startswith(_CONSULTA)
            else super().process_response(request, response)
        )


class ProxyMiddleware:
    """Only our proxies say how a request came; it stands before what asks whether it came by https."""

    def __init__(self, get_response: Siguiente) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not es_proxy(request.META.get("REMOTE_ADDR", "")):
            dice = request.META.pop("HTTP_X_FORWARDED_PROTO", "")
            if dice == "https" and settings.SECURE_SSL_REDIRECT:
                return self._desconocido()
        return self.get_response(request)

    def _desconocido(self) -> HttpResponse:
        """Plain text: what gives a page its headers has not come to it yet."""
        visible = rechazos.vista_de(ProxyDesconocido())
        dicho = f"{visible.titulo}. {visible.mensaje} ({visible.codigo})\n"
        sin_adivinar = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return HttpResponse(
            dicho, content_type="text/plain; charset=utf-8", status=visible.status, headers=sin_adivinar
        )


class EntradaMiddleware:
    """Bodies have a size, and no address of Django admin's bears a NUL.

    It stands before what reads a body, and after what sets the headers of every page: its refusals are pages too.
    """

    def __init__(self, get_response: Siguiente) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL takes no NUL in a text; our own pages look at each value themselves.
        con_nulos = "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
        if con_nulos and request.path.startswith("/admin/"):
            return rechazos.respuesta(request, PeticionMalformada(request.path[:80]))
        if largo_del_cuerpo(request.META) > tope_de(request.path):
            return rechazos.respuesta(request, DemasiadoGrande(request.path))
        return self.get_response(request)


class ArchivosDeDentroMiddleware:
    """The files of whoever is not inside are not read: CSRF would do it, and keep them, before the entrance is due.

    It stands after what tells who is inside.
    """

    def __init__(self, get_response: Siguiente) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        entrada = next((entrada for patron, _, entrada in CON_ARCHIVO if patron.fullmatch(request.path)), "")
        pesa = largo_del_cuerpo(request.META)
        if entrada and pesa > CUERPO_MAXIMO and not request.user.is_authenticated:
            return redirect(entrada)
        return self.get_response(request)


def tope_de(ruta: str) -> int:
    """Return how many bytes a page takes: its form, and its files where it has some."""
    archivos = (maximo for patron, maximo, _ in CON_ARCHIVO if patron.fullmatch(ruta))
    return next(archivos, 0) + CUERPO_MAXIMO


def largo_del_cuerpo(environ: Mapping[str, Any]) -> int:
    """Return how many bytes a request says that it sends; a length that is no number counts as none."""
    texto = environ.get("CONTENT_LENGTH") or "0"
    return int(texto) if texto.isascii() and texto.isdigit() else 0


class RechazoMiddleware:
    """A `Rechazo` never becomes a 500: it is logged and answered with its own status."""

    def __init__(self, get_response: Siguiente) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        respuesta = self.get_response(request)
        # Django's decorators of methods answer 405 with nothing to read.
        if respuesta.status_code != 405 or respuesta.streaming or respuesta.content:
            return respuesta
        explicada = rechazos.respuesta(request, MetodoNoPermitido(request.path))
        explicada["Allow"] = respuesta.headers.get("Allow", "")
        return explicada

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; let any other exception go on."""
        if not isinstance(exception, Rechazo):
            return None
        rechazos.registrar(request, exception)
        return rechazos.respuesta(request, exception)
