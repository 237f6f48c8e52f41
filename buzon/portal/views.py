"""Public pages of the shell, and the pages that answer an error."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from autorizacion32d.selectors import autorizacion_de
from buzon.cuentas.middleware import DE
from buzon.cuentas.peticion import PeticionDentro
from buzon.documentos.selectors import raiz_que_se_ofrece
from buzon.mensajes import selectors as mensajes
from buzon.mensajes.forms import FiltroForm
from buzon.mensajes.models import Mensaje
from buzon.portal.agenda import agenda_de
from buzon.portal.materiales.preguntas import PREGUNTAS
from buzon.portal.materiales.procedimientos import ESCRITORIO, PROCEDIMIENTOS, TELEFONO
from buzon.portal.materiales.sentidos import SENTIDOS
from buzon.web import rechazos
from buzon.web.errores import FormularioVencido, NoEncontrado
from buzon.web.paginas import numeros_de
from opinion.selectors import veredicto_de

registro = logging.getLogger(__name__)

DECLARADA_EL = date(2026, 12, 1)  # of the last time that the statement of accessibility was looked over


def _pagina(plantilla: str, **contexto: Any) -> Callable[..., HttpResponseBase]:
    vista = TemplateView.as_view(template_name=f"portal/{plantilla}.html", extra_context=contexto)
    return login_not_required(require_safe(vista))


@require_safe
def buzon(request: PeticionDentro) -> HttpResponse:
    """Home of the Buzón: the inbox, where things stand, and the trámites."""
    rfc = request.persona.rfc
    form, bandeja = FiltroForm(request.GET), None
    if form.is_valid():
        bandeja = mensajes.bandeja_de(rfc, filtro=form.filtro, pagina=request.GET.get("pagina", "1"))
        if bandeja is None:
            raise Http404
    ahora = timezone.now()
    agenda = agenda_de(request.persona, ahora=ahora)
    contexto = {
        "form": form,
        "agenda": agenda,
        "esperan": _lo_que_espera(bandeja, [plazo.url for plazo in agenda if plazo.te_toca]),
        "calculada": veredicto_de(rfc).calculada,
        "bandeja": bandeja,
        "numeros": numeros_de(bandeja) if bandeja else [],
        "vuelta": form.vuelta(request.GET.get("pagina", ""), vaciandose=False) if bandeja else "",
        "autorizacion": autorizacion_de(rfc),
    }
    return render(request, "portal/buzon.html", contexto, status=422 if form.errors else 200)


def _lo_que_espera(bandeja: "Page[Mensaje] | None", urls: list[str]) -> set[int]:
    """Return the newest message of this page about each thing that waits for the person."""
    primeros = {mensaje.enlace: mensaje.pk for mensaje in reversed(list(bandeja or []))}
    return {primeros[url] for url in urls if url in primeros}


inicio = _pagina("inicio")
soporte = _pagina("soporte")
legal = _pagina("legal")
privacidad = _pagina("privacidad")
glosario = _pagina("glosario")
accesibilidad = _pagina("accesibilidad", fecha=DECLARADA_EL)
guia = _pagina(
    "materiales",
    procedimientos=PROCEDIMIENTOS,
    sentidos=SENTIDOS,
    preguntas=PREGUNTAS,
    raiz=raiz_que_se_ofrece,  # the template calls it: the seal may change
)


@login_not_required
@require_safe
def procedimiento(request: HttpRequest, clave: str) -> HttpResponse:
    """One procedure of the guide, step by step, with the way to the next one."""
    claves = [uno.clave for uno in PROCEDIMIENTOS]
    if clave not in claves:
        raise Http404
    cual = claves.index(clave)
    contexto = {
        "procedimiento": PROCEDIMIENTOS[cual],
        "siguiente": next(iter(PROCEDIMIENTOS[cual + 1 :]), None),
        "escritorio": ESCRITORIO,
        "telefono": TELEFONO,
    }
    return render(request, "portal/procedimiento.html", contexto)


def error_400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, without asking anything from it."""
    return HttpResponse(render_to_string("400.html"), status=400)


# These pages have forms too (Salir), and what gives a page its token may not have been reached.
@requires_csrf_token
def error_403(request: HttpRequest, exception: Exception) -> HttpResponse:
    rechazos.registrar_al_personal(request, "sin_permiso")
    return rechazos.dibujar(request, "403.html", {}, titulo=_("No puedes abrir esta página"), status=403)


@requires_csrf_token
def error_404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist, or that is somebody else's."""
    if request.path.startswith("/api/"):
        return rechazos.respuesta(request, NoEncontrado())
    respuesta = rechazos.dibujar(request, "404.html", {}, titulo=_("No encontramos esta página"), status=404)
    respuesta["Cache-Control"] = "no-store"
    return respuesta


def error_500(request: HttpRequest) -> HttpResponse:
    """Answer a failure: no database, no session, no translation that could fail again; but to the staff, its shell.

    Where that fails too, it answers as to anybody.
    """
    try:
        if rechazos.es_del_personal(request):
            return rechazos.dibujar(request, "500.html", {}, titulo=_("Algo falló"), status=500)
    except Exception:
        registro.exception("la página del error tampoco se pudo dibujar")
    return HttpResponse(render_to_string("500.html"), status=500)


@requires_csrf_token
def csrf_rechazado(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or stale: a page, or its code to a script that asked for JSON."""
    rechazos.registrar_al_personal(request, FormularioVencido.codigo)
    if rechazos.pide_json(request):
        salida = rechazos.respuesta(request, FormularioVencido(reason))
    else:
        titulo = _("El formulario venció")
        salida = rechazos.dibujar(request, "403_csrf.html", {}, titulo=titulo, status=403)
    if DE in request.headers:
        # The page's person is the one inside (`SesionMiddleware`): it takes the new token and sends once more.
        salida["X-CSRFToken"] = get_token(request)
    return salida
