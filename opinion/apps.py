"""App `opinion`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpinionConfig(AppConfig):
    """Configuration of the app."""

    name = "opinion"
    verbose_name = _("Opinión del cumplimiento")
