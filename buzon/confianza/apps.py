"""App `buzon.confianza`."""

from django.apps import AppConfig


class ConfianzaConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.confianza"
    verbose_name = "Confianza"
