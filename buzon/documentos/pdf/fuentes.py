"""The faces of a document: the woff files of @fontsource as TrueType, in memory, once a process."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from fontTools import ttLib
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

AUSENTE = "?"
_NO_SE_DIBUJAN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


class Cara(StrEnum):
    """A face and its weight, as @fontsource names them."""

    TEXTO = "noto-sans-400"
    FUERTE = "noto-sans-600"
    TITULO = "montserrat-700"
    MONO = "noto-sans-mono-400"
    MONO_FUERTE = "noto-sans-mono-600"


@lru_cache(maxsize=32)
def _registrar(carpeta: Path, cara: Cara, alfabeto: str) -> TTFont:
    familia, peso = cara.value.rsplit("-", 1)
    # recalcTimestamp: the hour of the conversion would make the bytes of each process differ.
    woff = ttLib.TTFont(
        carpeta / familia / "files" / f"{familia}-{alfabeto}-{peso}-normal.woff", recalcTimestamp=False
    )
    woff.flavor = None
    # The PostScript name: both alphabets of a face bear the same one, and in a PDF they are two fonts.
    nombre = f"{cara.value}-{alfabeto}"
    for registro in woff["name"].names:
        if registro.nameID == 6:
            registro.string = nombre
    ttf = BytesIO()
    woff.save(ttf)
    ttf.seek(0)
    # asciiReadable would put the whole of ASCII into every face, used or not.
    fuente = TTFont(nombre, ttf, asciiReadable=0)
    pdfmetrics.registerFont(fuente)
    return fuente


@lru_cache(maxsize=8192)
def _repartir(carpeta: Path, texto: str, cara: Cara) -> tuple[tuple[TTFont, str], ...]:
    latina = _registrar(carpeta, cara, "latin")
    if all(ord(letra) in latina.face.charToGlyph for letra in texto):
        return ((latina, texto),)
    extendida = _registrar(carpeta, cara, "latin-ext")
    pares = [(next((f for f in (latina, extendida) if ord(c) in f.face.charToGlyph), None), c) for c in texto]
    dibujables = [(fuente or latina, letra if fuente else AUSENTE) for fuente, letra in pares]
    return tuple(
        (fuente, "".join(letra for _, letra in tramo))
        for fuente, tramo in groupby(dibujables, key=itemgetter(0))
    )


@lru_cache(maxsize=8192)
def _ancho(carpeta: Path, texto: str, cara: Cara) -> float:
    return sum(float(fuente.stringWidth(tramo, 1)) for fuente, tramo in _repartir(carpeta, texto, cara))


@dataclass(frozen=True, slots=True)
class Fuentes:
    """The faces found in one folder; `latin-ext` is opened only when a name needs it."""

    carpeta: Path

    def repartir(self, texto: str, cara: Cara) -> tuple[tuple[TTFont, str], ...]:
        """Return the runs of `texto`, each with a font that has its glyphs; `?` where none has."""
        return _repartir(self.carpeta, texto, cara)

    def ancho(self, texto: str, cara: Cara, tamano: float) -> float:
        """Return the width in points."""
        return _ancho(self.carpeta, texto, cara) * tamano

    def nombre(self, cara: Cara) -> str:
        """Return the name under which a canvas knows the face."""
        return str(_registrar(self.carpeta, cara, "latin").fontName)

    def altura(self, cara: Cara, tamano: float) -> tuple[float, float]:
        """Return ascent and descent in points, both positive."""
        face = _registrar(self.carpeta, cara, "latin").face
        return face.ascent * tamano / 1000, -face.descent * tamano / 1000


def plano(texto: str) -> str:
    """Return the text as it can be drawn: NFC, one line, nothing invisible or that turns the direction of reading.

    Spaces keep their number; a control or format character becomes `?`, never an empty box.
    """
    if texto.isascii() and texto.isprintable():
        return texto
    return "".join(map(_visible, unicodedata.normalize("NFC", texto)))


def _visible(letra: str) -> str:
    if letra.isspace():
        return " "
    return AUSENTE if unicodedata.category(letra) in _NO_SE_DIBUJAN else letra
