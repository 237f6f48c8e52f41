"""The staff's second factor: its enrolment, and new recovery codes."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.cuentas.personal import accesos, segundo_factor
from buzon.cuentas.personal.forms import SegundoFactorForm
from buzon.web.direccion import clave_de_red, direccion_cliente
from buzon.web.limites import contar, devolver

LLAVE = "llave_del_segundo_factor"  # in the session: whoever entered with the same password has another one


@never_cache
@login_not_required
def inscribir(request: HttpRequest, *, sitio: AdminSite) -> HttpResponse:
    """Show the secret and its QR to whoever entered with a password alone; take the code that proves it was scanned."""
    usuario: Any = request.user
    if not (usuario.is_authenticated and usuario.is_staff and usuario.is_active):
        return redirect("admin:login")
    if segundo_factor.dispositivo_de(usuario) is not None:
        return redirect("admin:codigos_de_recuperacion" if usuario.is_verified() else "admin:login")
    llave = request.session.setdefault(LLAVE, segundo_factor.llave_nueva())
    form = SegundoFactorForm(request.POST or None)
    red = clave_de_red(request)
    if request.method == "POST":
        contar("personal", clave=red)
        if form.is_valid():
            codigo = form.cleaned_data["codigo"]
            inscrito = segundo_factor.inscribir(usuario, llave=llave, codigo=codigo, ahora=timezone.now())
            if inscrito is not None:
                devolver("personal", clave=red)
                return _inscrito(request, sitio, *inscrito)
            form.add_error(
                "codigo", _("El código no es correcto. Escribe el que tu aplicación muestra ahora.")
            )
    contexto = sitio.each_context(request) | {
        "title": _("Activa tu segundo factor"),
        "form": form,
        "inscripcion": segundo_factor.inscripcion_de(usuario, llave=llave),
    }
    return render(request, "admin/segundo_factor.html", contexto, status=422 if form.errors else 200)


def _inscrito(
    request: HttpRequest, sitio: AdminSite, dispositivo: TOTPDevice, nuevos: list[str]
) -> HttpResponse:
    del request.session[LLAVE]
    otp_login(request, dispositivo)
    respuesta = _mostrar(request, sitio, nuevos)
    accesos.recordar(request, respuesta, dispositivo.user)
    return respuesta


def codigos(request: HttpRequest, *, sitio: AdminSite) -> HttpResponse:
    """Say how many recovery codes are left; make new ones for whoever gives a code of the application."""
    usuario: Any = request.user
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = SegundoFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ahora, codigo = timezone.now(), form.cleaned_data["codigo"]
        intento = accesos.Intento(usuario.get_username(), usuario, accesos.DENTRO)
        intento.contar(ahora=ahora)
        nuevos = segundo_factor.renovar_codigos(usuario, codigo=codigo, ahora=ahora)
        if nuevos is not None:
            intento.acertar()
            return _mostrar(request, sitio, nuevos)
        direccion = str(direccion_cliente(request))
        accesos.anotar_codigo_rechazado(usuario, direccion=direccion, ahora=ahora)
        form.add_error("codigo", _("El código no es correcto, o ya se usó. Espera al siguiente."))
    contexto = sitio.each_context(request) | {
        "title": _("Códigos de recuperación"),
        "form": form,
        "restantes": segundo_factor.codigos_restantes(usuario),
    }
    return render(request, "admin/codigos.html", contexto, status=422 if form.errors else 200)


def _mostrar(request: HttpRequest, sitio: AdminSite, nuevos: list[str]) -> HttpResponse:
    contexto = sitio.each_context(request) | {
        "title": _("Guarda tus códigos de recuperación"),
        "codigos": nuevos,
    }
    return render(request, "admin/codigos_nuevos.html", contexto)
