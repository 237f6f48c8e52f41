"""The name of an attached file, fit to be shown and to be suggested when it is downloaded. Never a path."""

import re
import unicodedata

LARGO_MAXIMO = 120
SIN_NOMBRE = "archivo"
_SEPARADORES = re.compile(r"[/\\]")
_DE_SISTEMAS = re.compile(r'[<>:"|?*]')
_ESPACIOS = re.compile(r"\s+")


def partir(nombre: str) -> tuple[str, str]:
    """Return the clean name without its extension, and the extension in lower case without its dot."""
    ultimo = _SEPARADORES.split(nombre)[-1]
    visible = "".join(filter(_se_ve, _ESPACIOS.sub(" ", ultimo)))
    limpio = unicodedata.normalize("NFC", _DE_SISTEMAS.sub("_", visible)).strip(" .")
    raiz, punto, extension = limpio.rpartition(".")
    return (raiz, extension.lower()) if punto else (limpio, "")


def componer(raiz: str, *, extension: str) -> str:
    """Return a name of LARGO_MAXIMO letters at most that ends in that extension."""
    corta = raiz[: LARGO_MAXIMO - len(extension) - 1].strip(" .")
    return f"{corta or SIN_NOMBRE}.{extension}"


def _se_ve(letra: str) -> bool:
    """Tell whether it is ink or a plain space: no control, direction, zero width, surrogate or private use."""
    return letra == " " or unicodedata.category(letra)[0] not in "CZ"
