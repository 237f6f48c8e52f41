"""What an address may name besides Django's own kinds: `path("actos/<folio:folio>/", …)`."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from buzon.valores.identificadores import FORMATO_FOLIO


class FolioConverter(StringConverter):
    """The folio of an act, a document or a request."""

    regex = FORMATO_FOLIO


register_converter(FolioConverter, "folio")
