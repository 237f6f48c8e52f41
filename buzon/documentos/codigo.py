"""The verification code of a document (pure): 160 bits of chance that a person can copy from paper."""

import base64
import secrets
import unicodedata

_BYTES = 20
_GRUPO = 4
LARGO_MAXIMO_CAPTURADO = 80
# Base32 (RFC 4648) has no 0, 1 nor 8: whoever reads one of them saw a letter.
_CONFUSIONES = str.maketrans("018", "OIB")


def nuevo_codigo() -> str:
    """Return eight groups of four letters and digits, joined by hyphens."""
    return _en_grupos(base64.b32encode(secrets.token_bytes(_BYTES)).decode("ascii"))


def normalizar_codigo(texto: str) -> str:
    """Return what was typed in the form in which codes are kept; something of another length stays different."""
    if len(texto) > LARGO_MAXIMO_CAPTURADO:
        return ""
    letras = unicodedata.normalize("NFKC", texto).upper().translate(_CONFUSIONES)
    return _en_grupos("".join(letra for letra in letras if letra.isascii() and letra.isalnum()))


def _en_grupos(letras: str) -> str:
    return "-".join(letras[n : n + _GRUPO] for n in range(0, len(letras), _GRUPO))
