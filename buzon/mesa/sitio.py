"""The staff's admin site: two factors, a password of one's own, then the pages."""

from collections.abc import Iterator
from functools import wraps
from inspect import isfunction
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from buzon.cuentas.personal import accesos
from buzon.cuentas.personal import views as segundo_factor
from buzon.cuentas.personal.forms import ContrasenaForm, EntradaForm
from buzon.cuentas.personal.segundo_factor import dispositivo_de
from buzon.cuentas.peticion import funcionario
from buzon.promociones import selectors as promociones
from buzon.web.acceso import sin_copias
from buzon.web.direccion import clave_de_red, direccion_cliente
from buzon.web.limites import contar, devolver
from buzon.web.solo_lectura import TOPE


class PersonalAdminSite(AdminSite):
    site_header = _("Buzón IMSS · Personal")
    site_title = _("Buzón IMSS")
    index_title = _("Administración")
    login_form = EntradaForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Active staff that showed both factors."""
        return super().has_permission(request) and request.user.is_verified()  # type: ignore[union-attr]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add where a page is come back to, and the mark under which a tab keeps what this account was writing.

        A page that answers a POST says its own `vuelta`: its address takes no GET.
        """
        marca = funcionario(request).marca if self.has_permission(request) else ""
        return super().each_context(request) | {"vuelta": request.get_full_path(), "marca": marca}

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's entrance with both factors and limits on what fails; the first time it leads to enrolment."""
        red = clave_de_red(request)
        if request.method == "POST":
            contar("personal", clave=red)
        elif _le_falta_el_segundo(request):
            return redirect("admin:segundo_factor")
        respuesta = super().login(request, extra_context)
        if request.method == "POST" and respuesta.status_code == 302:
            devolver("personal", clave=red)  # the limit counts what fails: an office shares one address
            accesos.anotar_entrada(request.user, **_circunstancias(request))  # type: ignore[arg-type]
            if getattr(request.user, "otp_device", None) is not None:
                accesos.recordar(request, respuesta, request.user)  # type: ignore[arg-type]
        return respuesta

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's own, written."""
        if request.method != "POST":
            return super().logout(request, extra_context)
        accesos.anotar_salida(request.user, **_circunstancias(request))  # type: ignore[arg-type]
        return sin_copias(super().logout(request, extra_context))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Open nothing but the change of password to whoever still has the one that somebody else made.

        Whoever showed a password alone may leave, too: Django's own would lead back to the first page.
        """
        interior = super().admin_view(view, cacheable)

        @wraps(interior)
        def vista(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if view == self.logout and request.user.is_staff:
                return view(request, *args, **kwargs)
            es_provisional = bool(getattr(request.user, "contrasena_provisional", False))
            if self.has_permission(request) and es_provisional and not _es_su_contrasena(request):
                messages.info(
                    request, gettext("Elige tu propia contraseña: la que te dieron es provisional.")
                )
                return redirect("admin:password_change")
            return interior(request, *args, **kwargs)

        return vista

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's own, with a form that takes no password but a new one."""
        vista = PasswordChangeView.as_view(
            form_class=ContrasenaForm,
            success_url=reverse("admin:password_change_done"),
            extra_context=self.each_context(request) | (extra_context or {}),
        )
        request.current_app = self.name
        return vista(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Django's own, and how many requests were raised to whoever looks, and corrections wait for their decision."""
        quien = funcionario(request)
        decide = request.user.has_perm("promociones.aprobar_correccion")
        contexto = {
            "escaladas": promociones.escaladas_a(quien, tope=TOPE),
            "por_decidir": promociones.correcciones_por_decidir(quien, tope=TOPE) if decide else 0,
            "nivel": promociones.nivel_que_atiende(quien).name.lower(),
            "tope": TOPE,
        }
        return super().index(request, contexto | (extra_context or {}))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the second factor; send whoever has no session to the staff's own entrance, also from any page."""
        propias = [
            path("segundo-factor/", segundo_factor.inscribir, {"sitio": self}, name="segundo_factor"),
            path(
                "segundo-factor/codigos/",
                self.admin_view(segundo_factor.codigos),
                {"sitio": self},
                name="codigos_de_recuperacion",
            ),
        ]
        # «View on site» leads to the page of a row outside of admin: none has one.
        de_django = [ruta for ruta in super().get_urls() if getattr(ruta, "name", None) != "view_on_site"]
        rutas: list[URLPattern | URLResolver] = [*propias, *de_django]
        for modelo in rutas:
            if isinstance(modelo, URLResolver):
                modelo.url_patterns[:] = filter(_se_ofrece, modelo.url_patterns)
        for vista in filter(isfunction, (patron.callback for patron in _patrones(rutas))):
            vista.login_url = reverse_lazy("admin:login")  # type: ignore[attr-defined]
        return rutas


def _se_ofrece(ruta: URLPattern | URLResolver) -> bool:
    """Leave out Django's history, which answered otherwise of a row that there is not; and its old addresses, unnamed.

    What happened to a row stands in the log.
    """
    nombre = getattr(ruta, "name", None)
    return nombre is not None and not nombre.endswith("_history")


def _le_falta_el_segundo(request: HttpRequest) -> bool:
    usuario: Any = request.user
    return bool(usuario.is_authenticated and usuario.is_staff and dispositivo_de(usuario) is None)


def _circunstancias(request: HttpRequest) -> dict[str, Any]:
    return {"direccion": str(direccion_cliente(request)), "ahora": timezone.now()}


def _es_su_contrasena(request: HttpRequest) -> bool:
    return request.path in {
        reverse("admin:password_change"),
        reverse("admin:logout"),
        reverse("admin:jsi18n"),
    }


def _patrones(rutas: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for ruta in rutas:
        if isinstance(ruta, URLResolver):
            yield from _patrones(ruta.url_patterns)
        else:
            yield ruta
