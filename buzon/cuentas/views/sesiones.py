"""One's open and past sessions, and how long this one has."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from buzon.cuentas import selectors, services
from buzon.cuentas.middleware import Restante
from buzon.cuentas.peticion import PeticionDentro
from buzon.web.acceso import sin_buzon_activo, tambien_del_personal


@sin_buzon_activo
@require_safe
def lista(request: PeticionDentro) -> HttpResponse:
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
def cerrar(request: PeticionDentro, ingreso_id: int) -> HttpResponse:
    """Close one of one's own sessions."""
    if services.cerrar_sesion(request.persona.rfc, ingreso_id=ingreso_id, ahora=timezone.now()):
        messages.success(request, _("Cerraste esa sesión."))
    else:
        messages.info(request, _("Esa sesión ya había terminado."))
    return redirect("cuentas:sesiones")


@sin_buzon_activo
@require_POST
def cerrar_otras(request: PeticionDentro) -> HttpResponse:
    """Close every session but this one."""
    cuantas = services.cerrar_otras_sesiones(
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
