"""How the portal's pages write what is not plain text, in the language of the page.

What is stored or signed is written by `buzon.valores.fechas`, always in Spanish.
"""

from datetime import date, datetime

from babel.dates import format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_stubs_ext import StrPromise

from buzon.valores import fechas
from buzon.valores.fechas import ZONA, iso_centro
from buzon.valores.marcas import Rotulado


def fecha_larga(dia: date | datetime) -> str:
    """«23 de noviembre de 2026», or «November 23, 2026»; an instant is first taken to Centro."""
    if not _en_ingles():
        return fechas.fecha_larga(dia)
    return _fecha_inglesa(fechas.dia_en_centro(dia) if isinstance(dia, datetime) else dia, "MMMM d, y")


def mes_corto(dia: date) -> str:
    """«dic», «Dec»."""
    return str(format_date(dia, "MMM", locale="en_US" if _en_ingles() else "es_MX"))


def fecha_hora_larga(instante: datetime) -> str:
    """«23 de noviembre de 2026, 13:10:44 horas», or «November 23, 2026, 13:10:44»."""
    if not _en_ingles():
        return fechas.fecha_hora_larga(instante)
    return f"{fecha_larga(instante)}, {instante.astimezone(ZONA):%H:%M:%S}"


def periodo_en_palabras(clave: str) -> str:
    """«septiembre de 2026» or «September 2026» of aaaa-mm; «bimestre 5 de 2026» of aaaa-Bn."""
    ano, parte = clave.split("-")
    if not _en_ingles():
        return fechas.periodo_en_palabras(clave)
    if parte.startswith("B"):
        return _("bimestre %(n)s de %(ano)s") % {"n": parte[1:], "ano": ano}
    return _fecha_inglesa(date(int(ano), int(parte), 1), "MMMM y")


def momento(instante: datetime) -> SafeString:
    """Draw an instant as a `time` element: long for people, ISO 8601 for machines."""
    return format_html('<time datetime="{}">{}</time>', iso_centro(instante), fecha_hora_larga(instante))


def _fecha_inglesa(dia: date, forma: str) -> str:
    return str(format_date(dia, forma, locale="en_US"))


def _en_ingles() -> bool:
    return get_language() == "en"


def opciones(enumeracion: type[Rotulado]) -> list[tuple[str, StrPromise]]:
    """Return the choices of a field: each value with its words, in the language of whoever reads."""
    return [(uno.value, gettext_lazy(uno.impreso)) for uno in enumeracion]
