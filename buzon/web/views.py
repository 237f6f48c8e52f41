"""Health of the process, for operators; where to report a fault and the language of the pages, for everybody."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from buzon.web import cortacircuitos
from buzon.web.acceso import sin_buzon_activo
from buzon.web.idioma import es_de_este_sitio, es_idioma, pagina_anterior

VIGENCIA_DEL_CONTACTO = timedelta(days=180)


@login_not_required
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"estado": "vivo"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; without it nothing of the portal works.

    `degradado` names what is outside and is left alone now because it failed: acts wait for it, or do without.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"estado": "no listo", "base_de_datos": False}, status=503)
    return JsonResponse({"estado": "listo", "base_de_datos": True, "degradado": cortacircuitos.en_pausa()})


@login_not_required
@require_safe
def contacto_de_seguridad(request: HttpRequest) -> HttpResponse:
    """`security.txt` (RFC 9116), good for half a year from whenever it is read; 404 where nobody is named."""
    if not settings.SEGURIDAD_CONTACTO:
        raise Http404
    vence = timezone.now() + VIGENCIA_DEL_CONTACTO
    renglones = (
        f"Contact: {settings.SEGURIDAD_CONTACTO}",
        f"Expires: {vence:%Y-%m-%d}T00:00:00Z",
        "Preferred-Languages: es, en",
        f"Canonical: {settings.URL_PUBLICA}{reverse('web:contacto_de_seguridad')}",
    )
    return HttpResponse("".join(f"{uno}\n" for uno in renglones), content_type="text/plain; charset=utf-8")


@csrf_exempt
@login_not_required
@sin_buzon_activo
@require_POST
def idioma(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to the page; a language that there is not changes nothing.

    No token: public pages carry none, and the language holds no authority. Other sites' forms are refused.
    """
    if not es_de_este_sitio(request):
        return render(request, "403_csrf.html", status=403)
    respuesta = redirect(pagina_anterior(request))
    elegido = request.POST.get("idioma", "")
    if es_idioma(elegido):
        respuesta.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            elegido,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    respuesta.headers["Cache-Control"] = "no-store"
    return respuesta
