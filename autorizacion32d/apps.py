"""App `autorizacion32d`."""

from django.apps import AppConfig


class Autorizacion32dConfig(AppConfig):
    """Configuration of the app."""

    name = "autorizacion32d"
    verbose_name = "32D Autorización de Opinión Pública"
