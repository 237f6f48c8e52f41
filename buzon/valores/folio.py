"""Folio of an act: 13 digits of the instant (ms since 1970) and 10 of chance."""

import re
import secrets
from datetime import datetime

from buzon.valores.captura import sin_separadores

FORMATO = "[0-9]{23}"


def nuevo_folio(ahora: datetime) -> str:
    milisegundos = int(ahora.timestamp()) * 1000 + ahora.microsecond // 1000
    return f"{milisegundos:013d}{secrets.randbelow(10**10):010d}"


def leer_folio(texto: str) -> str:
    """From what a person pastes: with or without spaces, hyphens and signs that nobody sees."""
    return sin_separadores(texto)


def es_folio(texto: str) -> bool:
    return re.fullmatch(FORMATO, texto) is not None
