"""App `buzon.padron`."""

from django.apps import AppConfig


class PadronConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.padron"
    verbose_name = "Padrón"
