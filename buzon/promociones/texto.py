"""What a person writes, made fit to be kept, shown, signed and printed (pure)."""

import unicodedata

from buzon.promociones.errores import TextoDemasiadoLargo
from buzon.promociones.reglas import TEXTO_MAXIMO

# Twice what is kept: line breaks come as two letters, and an accented letter may too.
CRUDO_MAXIMO = 2 * TEXTO_MAXIMO
_SALTO, _TABULADOR = "\n", "\t"
# Marks that turn the direction of reading: what is shown would not be what is signed.
_GIRAN = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Controls, surrogates and private use: nobody typed them, no font has them.
_NO_SE_GUARDAN = frozenset({"Cc", "Cs", "Co"})


def limpio(texto: str) -> str:
    """Return the text in NFC, with `\\n` alone as its line break, without what nobody can see, trimmed.

    It is done before the text is shown again and signed, so that nothing changes after that. Raises
    TextoDemasiadoLargo above CRUDO_MAXIMO: the time that NFC takes grows with the square of a run of marks.
    """
    if len(texto) > CRUDO_MAXIMO:
        raise TextoDemasiadoLargo(f"{len(texto)} letras")
    con_saltos = texto.replace("\r\n", _SALTO).replace("\r", _SALTO).replace("\u2028", _SALTO)
    visible = "".join(filter(_se_guarda, con_saltos.replace(_TABULADOR, " ").replace("\u2029", _SALTO)))
    renglones = [renglon.rstrip() for renglon in unicodedata.normalize("NFC", visible).split(_SALTO)]
    return _SALTO.join(renglones).strip()


def _se_guarda(letra: str) -> bool:
    if letra == _SALTO:
        return True
    return letra not in _GIRAN and unicodedata.category(letra) not in _NO_SE_GUARDAN
