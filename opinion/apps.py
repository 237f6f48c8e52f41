"""App `opinion`."""

from django.apps import AppConfig


class OpinionConfig(AppConfig):
    """Configuration of the app."""

    name = "opinion"
    verbose_name = "Opinión del cumplimiento"
