"""App `buzon.personal`."""

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.personal"
    verbose_name = "Personal"
