"""App `buzon.web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.web"
    verbose_name = "Web"
