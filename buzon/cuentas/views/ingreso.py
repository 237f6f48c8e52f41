"""Entering, leaving, and one's sessions."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buzon.cuentas import ingreso, middleware, selectors
from buzon.cuentas.middleware import Restante
from buzon.cuentas.models import Usuario
from buzon.cuentas.peticion import PersonaDentro, PeticionDentro, leer_firma
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.acceso import sin_buzon_activo, sin_copias, tambien_del_personal
from buzon.web.direccion import clave_de_red
from buzon.web.limites import con_cabeceras, contar, devolver


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ingresar(request: HttpRequest) -> HttpResponse:
    """Give a challenge, take its signature: both are counted, and given back where somebody enters."""
    rechazo: Rechazo | None = None
    if request.method == "POST":
        try:
            _entrar(request)
            return HttpResponseRedirect(_destino(request))
        except Rechazo as error:
            rechazo = error
    cabeceras = contar("reto", clave=clave_de_red(request))
    # A challenge belongs to one session, also before anybody is inside.
    if not request.session.session_key:
        request.session.create()
    reto = ingreso.crear_reto(sesion=str(request.session.session_key), ahora=timezone.now())
    salida: HttpResponse
    if request.method == "GET" and rechazos.pide_json(request):
        # For a page that has been open for longer than a challenge lasts.
        salida = JsonResponse({"reto": reto.pk, "cadena": reto.cadena, "vence": reto.vence_en.timestamp()})
    else:
        salida = rechazos.pagina(
            request, "cuentas/ingresar.html", {"reto": reto, "se_navega": True}, rechazo=rechazo
        )
    salida.headers["Cache-Control"] = "no-store"
    return con_cabeceras(salida, cabeceras)


def _entrar(request: HttpRequest) -> None:
    """Open a session with a new key and nothing of the anonymous one, nor of the one that was open in this browser."""
    red, ahora = clave_de_red(request), timezone.now()
    contar("ingresar", clave=red)
    envio = leer_firma(request, campo_id="reto")
    usuario = authenticate(
        request, reto=envio.id, certificado=envio.certificado, firma=envio.firma, ahora=ahora
    )
    assert isinstance(usuario, Usuario)  # noqa: S101 - EfirmaBackend returns it, or refuses
    # Given back: an office with one address does not run out of entries by entering.
    for limite in ("ingresar", "reto"):
        devolver(limite, clave=red)
    _anotar_salida(request, ahora=ahora)
    request.session.flush()
    login(request, usuario)
    request.session[middleware.ENTRO_EN] = request.session[middleware.ACTIVIDAD_EN] = ahora.timestamp()
    request.session[middleware.INGRESO] = usuario.ingreso.pk


def _destino(request: HttpRequest) -> str:
    # A path alone is not enough: browsers take `//otro.example` for another host.
    siguiente = request.GET.get("next", "")
    es_de_aqui = siguiente.startswith("/") and url_has_allowed_host_and_scheme(siguiente, allowed_hosts=None)
    return siguiente if es_de_aqui else reverse("portal:buzon")


@sin_buzon_activo
@require_POST
def salir(request: HttpRequest) -> HttpResponse:
    """End the session on the server."""
    _anotar_salida(request, ahora=timezone.now())
    logout(request)
    messages.success(request, _("Cerraste tu sesión."))
    return sin_copias(redirect("portal:inicio"))


def _anotar_salida(request: HttpRequest, *, ahora: datetime) -> None:
    persona: PersonaDentro | None = request.persona  # type: ignore[attr-defined]
    if persona is not None:
        ingreso.salir(persona.ingreso, ahora=ahora)


@sin_buzon_activo
@require_safe
def sesiones(request: PeticionDentro) -> HttpResponse:
    """List the open sessions, this one first, and the past ones, paged."""
    rfc, ahora = request.persona.rfc, timezone.now()
    pasadas = selectors.ingresos_pasados(rfc, ahora=ahora, pagina=request.GET.get("pagina", "1"))
    abiertas = selectors.ingresos_abiertos(rfc, ahora=ahora)
    contexto = {
        "abiertas": sorted(abiertas, key=lambda ingreso: ingreso.pk != request.persona.ingreso.pk),
        "pagina": pasadas,
        "pasadas": [(ingreso, selectors.final_de(ingreso)) for ingreso in pasadas],
    }
    return render(request, "cuentas/sesiones.html", contexto)


@sin_buzon_activo
@require_POST
def cerrar_sesion(request: PeticionDentro, ingreso_id: int) -> HttpResponse:
    if ingreso.cerrar_sesion(request.persona.rfc, ingreso_id=ingreso_id, ahora=timezone.now()):
        messages.success(request, _("Cerraste esa sesión."))
    else:
        messages.info(request, _("Esa sesión ya había terminado."))
    return redirect("cuentas:sesiones")


@sin_buzon_activo
@require_POST
def cerrar_otras_sesiones(request: PeticionDentro) -> HttpResponse:
    cuantas = ingreso.cerrar_otras_sesiones(
        request.persona.rfc, esta=request.persona.ingreso.pk, ahora=timezone.now()
    )
    frase = ngettext("Cerraste %(n)s sesión.", "Cerraste %(n)s sesiones.", cuantas) % {"n": cuantas}
    messages.success(request, frase if cuantas else _("No había otras sesiones abiertas."))
    return redirect("cuentas:sesiones")


@sin_buzon_activo
@tambien_del_personal
@require_safe
def restante(request: HttpRequest) -> JsonResponse:
    """Tell how many seconds the session has; asking is no use of it."""
    return _respuesta(request)


@sin_buzon_activo
@tambien_del_personal
@require_POST
def seguir(request: HttpRequest) -> JsonResponse:
    """Stay inside: the request itself is the use that keeps the session alive."""
    return _respuesta(request)


def _respuesta(request: HttpRequest) -> JsonResponse:
    queda: Restante = request.restante  # type: ignore[attr-defined]
    return JsonResponse({"inactividad": queda.inactividad, "maximo": queda.maximo})
