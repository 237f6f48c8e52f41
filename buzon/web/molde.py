"""Pages that differ in a few values: the template is rendered once, with a mark in the place of each value.

Only for whoever has no session: a page that names a person is rendered whole, every time.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import get_language

# Of the private use area of Unicode: no template has them, and what a value says is never searched for them.
ABRE, CIERRA = "\ue000", "\ue001"
_MARCA = re.compile(f"{ABRE}(\\w+){CIERRA}")

_moldes: dict[tuple[object, ...], list[str]] = {}


def dibujar(
    request: HttpRequest, plantilla: str, *, fijos: Mapping[str, Any], valores: Mapping[str, str]
) -> str:
    """Return the page: `fijos` choose its shape (few, hashable), `valores` fill it and are escaped as in a template.

    A template may print a value, and nothing else: neither a filter nor a condition sees more than its mark.
    """
    if not _es_visita(request):
        return render_to_string(plantilla, {**fijos, **valores}, request)
    clave = (plantilla, get_language(), *sorted(fijos.items()))
    if (molde := _moldes.get(clave)) is None:
        marcas = {nombre: f"{ABRE}{nombre}{CIERRA}" for nombre in valores}
        molde = _moldes[clave] = _MARCA.split(render_to_string(plantilla, {**fijos, **marcas}, request))
    return _llenar(molde, valores)


def _es_visita(request: HttpRequest) -> bool:
    """Neither a person nor a message to show: both would come with a cookie."""
    return not {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()


def _llenar(molde: list[str], valores: Mapping[str, str]) -> str:
    """Literals stand at the even places and the names of values at the odd ones."""
    piezas = molde.copy()
    piezas[1::2] = [conditional_escape(valores[nombre]) for nombre in molde[1::2]]
    return "".join(piezas)
