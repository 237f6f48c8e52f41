"""App `buzon.actos`."""

from django.apps import AppConfig


class ActosConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.actos"
    verbose_name = "Actos firmados"
