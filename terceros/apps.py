"""App `terceros`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TercerosConfig(AppConfig):
    name = "terceros"
    verbose_name = _("32D Terceros autorizados")
