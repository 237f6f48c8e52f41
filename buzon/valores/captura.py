"""What people paste into the field of a key, without the signs that nobody sees, and plain numbers (pure)."""

import re

# Unicode's Default_Ignorable_Code_Point, and two more that draw nothing: the soft hyphen, zero-width joiners and
# spaces, marks of direction, variation selectors, fillers; U+FFF9-B annotate and U+2800 is an empty cell of braille.
_INVISIBLES = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_ESPACIOS = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_GUIONES = re.compile("[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")
_SEPARADORES = re.compile(r"[\s-]+")


def sin_invisibles(texto: str) -> str:
    """Return the text without signs that draw nothing, every kind of space as a space, every hyphen as a hyphen.

    For fields whose alphabet has none of them; a name or an explanation is left as it was written.
    """
    return _GUIONES.sub("-", _ESPACIOS.sub(" ", _INVISIBLES.sub("", texto)))


def sin_separadores(texto: str) -> str:
    """Return the text of a key that has neither spaces nor hyphens, without those with which it was copied."""
    return _SEPARADORES.sub("", sin_invisibles(texto))


def entero(texto: str, *, digitos: int) -> int | None:
    """Return the number that plain figures write, so many of them at most; None for anything else.

    `int` alone takes signs, spaces, underscores and the figures of every writing, and PostgreSQL no key over 64 bits:
    18 figures always fit.
    """
    return int(texto) if texto.isascii() and texto.isdecimal() and len(texto) <= digitos else None
