"""App `autorizacion32d`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Autorizacion32dConfig(AppConfig):
    name = "autorizacion32d"
    verbose_name = _("32D Autorización de Opinión Pública")
