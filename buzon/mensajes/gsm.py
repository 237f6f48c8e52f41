"""The alphabet of an SMS of one segment: 160 characters of GSM 7-bit (3GPP TS 23.038)."""

import unicodedata

LARGO = 160
BASICO = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each behind an escape: two places.
DOBLES = frozenset("^{}\\[~]|€")
_IGUALES = str.maketrans(
    {"«": '"', "»": '"', "“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "..."}
)


def en_gsm(texto: str) -> str:
    """Return the text with only letters of the alphabet: accents go (`í`), those that it has stay (`é`, `ñ`)."""
    return "".join(_letra(letra) for letra in texto.translate(_IGUALES))


def _letra(letra: str) -> str:
    if letra in BASICO or letra in DOBLES:
        return letra
    base = "".join(
        signo for signo in unicodedata.normalize("NFKD", letra) if not unicodedata.combining(signo)
    )
    return base if base and all(signo in BASICO for signo in base) else "?"


def septetos(texto: str) -> int:
    """Return how many of the LARGO places a text in the alphabet takes."""
    return len(texto) + sum(letra in DOBLES for letra in texto)


def recortar(texto: str, *, a: int) -> str:
    """Return the text, or its beginning with «...» where it takes more than `a` places."""
    if septetos(texto) <= a:
        return texto
    corto = texto
    while corto and septetos(corto) > a - 3:
        corto = corto[:-1]
    return f"{corto.rstrip()}..." if a >= 3 else ""
