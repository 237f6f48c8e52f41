"""What an address may name besides Django's own kinds: `path("actos/<folio:folio>/", …)`."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from buzon.valores.folio import FORMATO


class FolioConverter(StringConverter):
    """The folio of an act, a document or a request."""

    regex = FORMATO


register_converter(FolioConverter, "folio")
