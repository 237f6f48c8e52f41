"""Demo people with their e.firmas, and the messages that were sent."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from buzon.demo.personas import personas as personas_de_demostracion
from buzon.mensajes.selectors import enviados


@login_not_required
@require_safe
def inicio(request: HttpRequest) -> HttpResponse:
    return redirect("demo:personas")


@login_not_required
@require_safe
def personas(request: HttpRequest) -> HttpResponse:
    """List the demo people with the files and passwords of their e.firmas."""
    return render(request, "demo/personas.html", {"personas": personas_de_demostracion()})


@login_not_required
@require_safe
def archivo(request: HttpRequest, numero: int, tipo: str) -> FileResponse:
    """Give the .cer or .key of a demo person, counted from 1 in the order of the list."""
    lista = personas_de_demostracion()
    if tipo not in {"cer", "key"} or not 1 <= numero <= len(lista):
        raise Http404
    ruta = getattr(lista[numero - 1], tipo)
    return FileResponse(ruta.open("rb"), as_attachment=True, filename=ruta.name)


@login_not_required
@require_safe
def mensajes(request: HttpRequest) -> HttpResponse:
    """Show the e-mails and SMS that the portal sent, newest first."""
    return render(request, "demo/mensajes.html", {"mensajes": enviados()})
