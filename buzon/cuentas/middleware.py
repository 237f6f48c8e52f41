"""Who is inside, for how long, and whether the Buzón is active."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from buzon.cuentas.activacion import paso_de
from buzon.cuentas.errores import OtraSesion
from buzon.cuentas.ingreso import anotar_uso
from buzon.cuentas.models import Ingreso
from buzon.cuentas.peticion import PersonaDentro
from buzon.cuentas.selectors import ingreso_de
from buzon.web import rechazos
from buzon.web.fragmentos import pide_fragmento

Siguiente = Callable[[HttpRequest], HttpResponse]
ENTRO_EN, ACTIVIDAD_EN, INGRESO = "entro_en", "actividad_en", "ingreso"
DE = "X-Buzon-De"  # the mark of the person whose page asks: see `PersonaDentro.marca`


@dataclass(frozen=True, slots=True)
class Restante:
    """The seconds that a session has: without use, and whatever its use."""

    inactividad: int
    maximo: int


class SesionMiddleware:
    """Sets `request.persona`, ends sessions that are over or were closed, and keeps what is inside out of caches."""

    def __init__(self, get_response: Siguiente) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.persona = request.restante = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self._sin_fragmentos_ajenos(request, self.get_response(request))
        ahora = timezone.now()
        if _restante(request, ahora=ahora) is None:
            return self._terminar(
                request, _("Tu sesión terminó. Entra otra vez para continuar; nada de lo firmado se perdió.")
            )
        ingreso = ingreso_de(request.session.get(INGRESO, 0), usuario_id=request.user.pk)
        if ingreso is not None and ingreso.cerrado_en is not None:
            return self._terminar(
                request, _("Esta sesión se cerró desde otra. Si no fuiste tú, entra y revisa «Sesiones».")
            )
        self._anotar_uso(request, ingreso, ahora=ahora)
        request.persona = PersonaDentro.de(ingreso) if ingreso else None  # type: ignore[attr-defined]
        if (otra := _de_otra_sesion(request)) is not None:
            return otra
        # Asked again: the use that was just written gives it its whole time.
        request.restante = _restante(request, ahora=ahora)  # type: ignore[attr-defined]
        respuesta = self.get_response(request)
        # So that the next person at this computer does not go back to it.
        respuesta.headers.setdefault("Cache-Control", "private, no-store")
        return respuesta

    def _terminar(self, request: HttpRequest, mensaje: str) -> HttpResponse:
        logout(request)
        messages.info(request, mensaje)
        return self._sin_fragmentos_ajenos(request, _a_la_entrada(request))

    @staticmethod
    def _anotar_uso(request: HttpRequest, ingreso: Ingreso | None, *, ahora: datetime) -> None:
        if _es_sondeo(request):
            return
        request.session[ACTIVIDAD_EN] = ahora.timestamp()
        if ingreso is not None:
            anotar_uso(ingreso, ahora=ahora)

    @staticmethod
    def _sin_fragmentos_ajenos(request: HttpRequest, respuesta: HttpResponse) -> HttpResponse:
        """What htmx asks for without a session takes the whole tab to the entrance: what the tab remembered goes."""
        destino = respuesta.headers.get("Location", "")
        if "HX-Request" not in request.headers or urlsplit(destino).path != resolve_url(settings.LOGIN_URL):
            return respuesta
        return HttpResponseClientRedirect(urlsplit(destino).path if pide_fragmento(request) else destino)


def _de_otra_sesion(request: HttpRequest) -> HttpResponse | None:
    """Answer a page of one person in whose browser another one has entered since; None where it is the same one.

    A page that is asked for is loaded whole, so that the tab forgets the e.firma of the first; what is sent is refused.
    """
    de = request.headers.get(DE)
    persona: PersonaDentro | None = request.persona  # type: ignore[attr-defined]
    if de is None or (persona is not None and constant_time_compare(de, persona.marca)):
        return None
    if request.method == "GET" and "HX-Request" in request.headers:
        return HttpResponseClientRedirect(request.get_full_path())
    rechazo = OtraSesion()
    rechazos.registrar(request, rechazo)
    return rechazos.respuesta(request, rechazo)


def _restante(request: HttpRequest, *, ahora: datetime) -> Restante | None:
    """What the session has left; None where it is over."""
    instante = ahora.timestamp()
    # The staff's sessions begin in Django's own login, which writes neither: their first page does.
    entro = request.session.setdefault(ENTRO_EN, instante)
    actividad = request.session.setdefault(ACTIVIDAD_EN, instante)
    inactividad = actividad + settings.SESION_INACTIVIDAD_S - instante
    maximo = entro + settings.SESION_MAXIMA_S - instante
    if inactividad < 0 or maximo < 0:
        return None
    return Restante(math.ceil(inactividad), math.ceil(maximo))


def _es_sondeo(request: HttpRequest) -> bool:
    """What a page asks by itself (is its acuse ready, how long does the session have) is no use of the session."""
    return request.method == "GET" and (pide_fragmento(request) or request.path == reverse("cuentas:sesion"))


def _a_la_entrada(request: HttpRequest) -> HttpResponse:
    """Whoever was looking at a page, or writing on it, comes back to it; what was being sent is not sent again."""
    es_admin = request.path.startswith(reverse("admin:index"))
    entrada = resolve_url("admin:login" if es_admin else settings.LOGIN_URL)
    if _es_sondeo(request) or (request.method != "GET" and not _vuelve_tras_entrar(request)):
        return redirect(entrada)
    return redirect_to_login(request.get_full_path(), login_url=entrada)


def _vuelve_tras_entrar(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "vuelve_tras_entrar", False)
    except Resolver404:
        return False


class BuzonActivoMiddleware:
    """Until the Buzón is active, nothing inside opens but what says `sin_buzon_activo`."""

    def __init__(self, get_response: Siguiente) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, vista: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send staff to the entrance and a person without an active Buzón to the step that is due."""
        es_publica = not getattr(vista, "login_required", True)
        es_admin = request.path.startswith(reverse("admin:index"))
        if es_publica or es_admin or not request.user.is_authenticated:
            return None
        persona: PersonaDentro | None = request.persona  # type: ignore[attr-defined]
        if persona is None:
            es_suya = request.user.is_staff and getattr(vista, "tambien_del_personal", False)
            return None if es_suya else redirect(settings.LOGIN_URL)
        if persona.buzon_activo or getattr(vista, "sin_buzon_activo", False):
            return None
        return redirect(paso_de(persona.rfc, ahora=timezone.now()))
