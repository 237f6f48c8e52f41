"""Demo people with their e.firmas, and the messages that were sent."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buzon.demo.actos import PUBLICAS
from buzon.demo.personas import personas as personas_de_demostracion
from buzon.mensajes.selectors import enviados


@login_not_required
@require_safe
def inicio(request: HttpRequest) -> HttpResponse:
    return redirect("demo:personas")


@login_not_required
@require_safe
def personas(request: HttpRequest) -> HttpResponse:
    """List the demo people: those of public opinions, those to begin with, those that are refused."""
    todas = list(enumerate(personas_de_demostracion(), start=1))
    vigentes = [(numero, una) for numero, una in todas if una.situacion == "vigente"]
    grupos = [
        (_("Su opinión ya es pública"), [par for par in vigentes if par[1].rfc in PUBLICAS]),
        (_("Para empezar desde el principio"), [par for par in vigentes if not par[1].buzon_activo]),
        (_("Ya activaron su Buzón"), [p for p in vigentes if p[1].buzon_activo and p[1].rfc not in PUBLICAS]),
        (_("Su e.firma se rechaza"), [par for par in todas if par[1].situacion != "vigente"]),
    ]
    return render(request, "demo/personas.html", {"grupos": grupos})


@login_not_required
@require_safe
def archivo(request: HttpRequest, numero: int, tipo: str) -> HttpResponseBase:
    """Give the .cer, the .key or the password of a demo person, counted from 1 in the order of the list."""
    lista = personas_de_demostracion()
    if tipo not in {"cer", "key", "contrasena"} or not 1 <= numero <= len(lista):
        raise Http404
    if tipo == "contrasena":
        return HttpResponse(lista[numero - 1].contrasena, content_type="text/plain; charset=utf-8")
    ruta = getattr(lista[numero - 1], tipo)
    return FileResponse(ruta.open("rb"), as_attachment=True, filename=ruta.name)


@login_not_required
@require_safe
def mensajes(request: HttpRequest) -> HttpResponse:
    """Show the e-mails and SMS that the portal sent, newest first."""
    return render(request, "demo/mensajes.html", {"mensajes": enviados()})
