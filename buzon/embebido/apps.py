"""App `buzon.embebido`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmbebidoConfig(AppConfig):
    name = "buzon.embebido"
    verbose_name = _("Servidores embebidos")
