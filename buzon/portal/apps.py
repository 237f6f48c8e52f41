"""App `buzon.portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.portal"
    label = "portal"
    verbose_name = "Portal"
