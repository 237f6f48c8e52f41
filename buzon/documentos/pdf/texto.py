"""Lines of text: styled runs, broken at spaces or at any character; no markup is ever read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from buzon.documentos.pdf.fuentes import Cara, Fuentes, plano

TINTA = HexColor("#1b2724")
TINTA_SUAVE = HexColor("#465450")
VERDE = HexColor("#13322b")
GUINDA = HexColor("#691c32")

_PALABRAS = re.compile(r" +|[^ ]+")
# Eleven signs or more with a figure among them, between spaces or punctuation: an NRP is the shortest key.
_CLAVES = re.compile(r"((?<![^ (])(?=[^ ]*\d)[A-ZÑ&\d-]{11,}(?![^ ),.;]))")
_MONO = {Cara.TEXTO: Cara.MONO, Cara.FUERTE: Cara.MONO_FUERTE}
_MONO_RELATIVO = 0.94


@dataclass(frozen=True, slots=True)
class Estilo:
    """Face, size and extra space between letters (points), colour."""

    cara: Cara
    tamano: float
    color: Color = TINTA
    espaciado: float = 0


@dataclass(frozen=True, slots=True)
class Tramo:
    texto: str
    estilo: Estilo


Linea = tuple[Tramo, ...]


def tramo(texto: str, *, estilo: Estilo) -> Tramo:
    """Return a run of plain text, made fit to be drawn."""
    return Tramo(plano(texto), estilo)


def mono(estilo: Estilo) -> Estilo:
    """Return the monospaced companion of a style."""
    return replace(estilo, cara=_MONO[estilo.cara], tamano=estilo.tamano * _MONO_RELATIVO)


def con_claves(texto: str, *, estilo: Estilo) -> Linea:
    """Return the runs of a text in which RFCs, folios and numbers stand in the monospaced face."""
    trozos = _CLAVES.split(plano(texto))
    return tuple(Tramo(trozo, mono(estilo) if n % 2 else estilo) for n, trozo in enumerate(trozos) if trozo)


def medir(linea: Sequence[Tramo], *, fuentes: Fuentes) -> float:
    """Return the width of a line in points."""
    return sum(
        fuentes.ancho(t.texto, t.estilo.cara, t.estilo.tamano) + len(t.texto) * t.estilo.espaciado
        for t in linea
    )


@lru_cache(maxsize=1024)
def ajustar(tramos: Linea, *, ancho: float, fuentes: Fuentes) -> tuple[Linea, ...]:
    """Break at spaces; a word wider than the line breaks at any character. Spaces inside a line keep their number."""
    lineas: list[list[Tramo]] = [[]]
    usado = 0.0
    blanco: Linea = ()
    for palabra in _palabras(tramos, ancho, fuentes):
        largo = medir(palabra, fuentes=fuentes)
        if palabra[0].texto.isspace():
            blanco = palabra
            continue
        hueco = medir(blanco, fuentes=fuentes)
        if usado and usado + hueco + largo > ancho:
            lineas.append([])
            usado, hueco, blanco = 0.0, 0.0, ()
        lineas[-1].extend((*blanco, *palabra))
        usado, blanco = usado + hueco + largo, ()
    return tuple(_fundir(linea) for linea in lineas)


def _palabras(tramos: Sequence[Tramo], ancho: float, fuentes: Fuentes) -> Iterator[Linea]:
    palabra: list[Tramo] = []
    for trozo in (Tramo(m, t.estilo) for t in tramos for m in _PALABRAS.findall(t.texto)):
        if not trozo.texto.isspace():
            palabra.append(trozo)
            continue
        yield from _partir(palabra, ancho, fuentes)
        yield (trozo,)
        palabra = []
    yield from _partir(palabra, ancho, fuentes)


def _partir(palabra: Sequence[Tramo], ancho: float, fuentes: Fuentes) -> Iterator[Linea]:
    if not palabra:
        return
    if medir(palabra, fuentes=fuentes) <= ancho:
        yield tuple(palabra)
        return
    trozo: list[Tramo] = []
    usado = 0.0
    for letra in (Tramo(c, t.estilo) for t in palabra for c in t.texto):
        largo = medir((letra,), fuentes=fuentes)
        if trozo and usado + largo > ancho:
            yield _fundir(trozo)
            trozo, usado = [], 0.0
        trozo.append(letra)
        usado += largo
    yield _fundir(trozo)


def _fundir(tramos: Sequence[Tramo]) -> Linea:
    """Join neighbours of one style, so that the reader of the PDF finds whole words."""
    salida: list[Tramo] = []
    for t in tramos:
        if salida and salida[-1].estilo == t.estilo:
            salida[-1] = Tramo(salida[-1].texto + t.texto, t.estilo)
        else:
            salida.append(t)
    return tuple(salida)


@lru_cache(maxsize=64)
def equilibrar(tramos: Linea, *, ancho: float, fuentes: Fuentes) -> tuple[Linea, ...]:
    """Break into the same number of lines as `ajustar`, of lengths as equal as they get."""
    lineas = ajustar(tramos, ancho=ancho, fuentes=fuentes)
    corto, largo = ancho / 2, ancho
    while largo - corto > 4:
        medio = (corto + largo) / 2
        intento = ajustar(tramos, ancho=medio, fuentes=fuentes)
        if len(intento) == len(lineas):
            lineas, largo = intento, medio
        else:
            corto = medio
    return lineas


def escribir(canvas: Canvas, linea: Sequence[Tramo], *, x: float, y: float, fuentes: Fuentes) -> None:
    """Draw a line with its baseline at `y`."""
    objeto = canvas.beginText(x, y)
    for t in linea:
        objeto.setFillColor(t.estilo.color)
        if t.estilo.espaciado:
            objeto.setCharSpace(t.estilo.espaciado)
        for fuente, texto in fuentes.repartir(t.texto, t.estilo.cara):
            objeto.setFont(fuente.fontName, t.estilo.tamano)
            objeto.textOut(texto)
        if t.estilo.espaciado:
            objeto.setCharSpace(0)
    canvas.drawText(objeto)
