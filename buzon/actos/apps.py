"""App `buzon.actos`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActosConfig(AppConfig):
    name = "buzon.actos"
    verbose_name = _("Actos firmados")
