"""The browser and the system of an entry, in words, from what the browser said of itself (RFC 9110, User-Agent)."""

from functools import lru_cache

from django.http import HttpRequest
from ua_parser import parse

LARGO_MAXIMO = 300


def dicho_por(request: HttpRequest) -> str:
    """Return what the browser says of itself, as it may be kept: printable, and cut to LARGO_MAXIMO signs."""
    return "".join(filter(str.isprintable, request.headers.get("User-Agent", "")))[:LARGO_MAXIMO]


@lru_cache(maxsize=512)
def en_palabras(dicho: str) -> tuple[str, str]:
    """Return the names of browser and system («Firefox», «Windows»); empty where it does not tell.

    Said by whoever entered: it helps to recognise one's own, and proves nothing.
    """
    leido = parse(dicho)
    navegador = leido.user_agent.family if leido.user_agent else ""
    # Without the version: Windows 11, macOS and Android name an old one for good.
    return navegador, leido.os.family if leido.os else ""
