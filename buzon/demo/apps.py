"""App `buzon.demo`."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.demo"
    verbose_name = "Demostración"
