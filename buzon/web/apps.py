"""App `buzon.web`."""

from django.apps import AppConfig
from django.urls import register_converter
from django.urls.converters import StringConverter

from buzon.valores.identificadores import FORMATO_FOLIO


class FolioConverter(StringConverter):
    """The folio of an act, a document or a request: `path("actos/<folio:folio>/", …)`."""

    regex = FORMATO_FOLIO


class WebConfig(AppConfig):
    name = "buzon.web"
    verbose_name = "Web"

    def ready(self) -> None:
        """Make `folio` a kind of address before any address is read."""
        register_converter(FolioConverter, "folio")
