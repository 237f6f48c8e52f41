"""App `buzon.mensajes`."""

from django.apps import AppConfig


class MensajesConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.mensajes"
    verbose_name = "Mensajes"
