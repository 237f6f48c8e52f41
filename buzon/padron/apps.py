"""App `buzon.padron`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PadronConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.padron"
    verbose_name = _("Padrón")
