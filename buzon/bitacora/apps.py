"""App `buzon.bitacora`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BitacoraConfig(AppConfig):
    name = "buzon.bitacora"
    verbose_name = _("Bitácora")
