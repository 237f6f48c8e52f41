"""How the portal's pages write what is not plain text."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from buzon.valores.fechas import fecha_hora_larga, iso_centro


def momento(instante: datetime) -> SafeString:
    """Draw an instant as a `time` element: long Spanish for people, ISO 8601 for machines."""
    return format_html('<time datetime="{}">{}</time>', iso_centro(instante), fecha_hora_larga(instante))
