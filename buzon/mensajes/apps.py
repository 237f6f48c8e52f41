"""App `buzon.mensajes`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MensajesConfig(AppConfig):
    name = "buzon.mensajes"
    verbose_name = _("Mensajes")
