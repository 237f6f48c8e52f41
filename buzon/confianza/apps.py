"""App `buzon.confianza`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfianzaConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.confianza"
    verbose_name = _("Confianza")
