"""App `buzon.web`."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.web"
    verbose_name = "Web"

    def ready(self) -> None:
        """Make the kinds of address known before any address is read."""
        import_module("buzon.web.convertidores")
