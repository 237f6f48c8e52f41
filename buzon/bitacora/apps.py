"""App `buzon.bitacora`."""

from django.apps import AppConfig


class BitacoraConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.bitacora"
    verbose_name = "Bitácora"
