"""App `buzon.demo`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.demo"
    verbose_name = _("Demostración")
