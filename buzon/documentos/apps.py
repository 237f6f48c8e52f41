"""App `buzon.documentos`."""

from django.apps import AppConfig


class DocumentosConfig(AppConfig):
    """Configuration of the app."""

    name = "buzon.documentos"
    verbose_name = "Documentos sellados"
