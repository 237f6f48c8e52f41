"""App `buzon.embebido`."""

from django.apps import AppConfig


class EmbebidoConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.embebido"
    verbose_name = "Servidores embebidos"
