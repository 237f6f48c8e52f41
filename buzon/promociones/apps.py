"""App `buzon.promociones`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromocionesConfig(AppConfig):
    name = "buzon.promociones"
    verbose_name = _("Aclaraciones u Orientaciones")
