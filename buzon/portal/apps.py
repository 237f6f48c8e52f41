"""App `buzon.portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "buzon.portal"
    label = "portal"
    verbose_name = "Portal"
