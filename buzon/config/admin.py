"""The staff's admin site, set as Django's default site."""

from collections.abc import Iterator
from inspect import isfunction
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from buzon.web.direccion import clave_de_red
from buzon.web.limites import contar


class PersonalAdminSite(AdminSite):
    """Django admin with the portal's name."""

    site_header = _("Buzón IMSS · Personal")
    site_title = _("Buzón IMSS")
    index_title = _("Administración")

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's entrance, with a limit on its attempts."""
        if request.method == "POST":
            contar("personal", clave=clave_de_red(request))
        return super().login(request, extra_context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Send whoever has no session to the staff's own entrance, also from the pages of the models."""
        rutas: list[URLPattern | URLResolver] = super().get_urls()
        for vista in filter(isfunction, (patron.callback for patron in _patrones(rutas))):
            vista.login_url = reverse_lazy("admin:login")  # type: ignore[attr-defined]
        return rutas


def _patrones(rutas: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for ruta in rutas:
        if isinstance(ruta, URLResolver):
            yield from _patrones(ruta.url_patterns)
        else:
            yield ruta


class PersonalAdminConfig(AdminConfig):
    """Makes `admin.site` the staff's site."""

    default_site = "buzon.config.admin.PersonalAdminSite"
