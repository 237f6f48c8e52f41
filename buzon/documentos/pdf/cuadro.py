"""Rows under headings, over as many pages as they take."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas

from buzon.documentos.pdf.bloques import ANCHO, DERECHA, IZQUIERDA, JUNTOS, LINEA, Bloque, base, raya
from buzon.documentos.pdf.datos import Cuadro
from buzon.documentos.pdf.fuentes import Cara, Fuentes
from buzon.documentos.pdf.texto import (
    TINTA_SUAVE,
    VERDE,
    Estilo,
    Linea,
    ajustar,
    con_claves,
    escribir,
    medir,
    tramo,
)

_TITULO = Estilo(Cara.FUERTE, 7.5, TINTA_SUAVE)
_CELDA = Estilo(Cara.TEXTO, 8)
_ALTO = 10.8
_ENTRE = 6.0
_AIRE = 2.0

Celda = tuple[Linea, ...]


def cuadro(datos: Cuadro, *, fuentes: Fuentes) -> Iterator[Bloque]:
    """Return the rows, each in one piece unless it is taller than a few lines; the headings come again on each page."""
    columnas = _Columnas(datos, fuentes)
    cabeza = (
        *columnas.fila([(tramo(titulo, estilo=_TITULO),) for titulo in datos.columnas], junto=True),
        raya(0.75, VERDE, junto=True),
    )
    yield replace(cabeza[0], antes=3)
    yield from cabeza[1:]
    for fila in datos.filas:
        primero, *resto = columnas.fila([con_claves(celda, estilo=_CELDA) for celda in fila], junto=True)
        yield replace(primero, cabeza=cabeza)
        yield from resto
        yield raya(0.5, LINEA)


class _Columnas:
    """Where each column begins and how wide it is."""

    def __init__(self, datos: Cuadro, fuentes: Fuentes) -> None:
        self.fuentes, self.cifras = fuentes, datos.cifras
        total = sum(datos.anchos)
        self.anchos = [ANCHO * parte / total for parte in datos.anchos]
        self.equis = [IZQUIERDA + sum(self.anchos[:n]) for n in range(len(self.anchos))]

    def fila(self, celdas: Sequence[Linea], *, junto: bool) -> Iterator[Bloque]:
        partidas = [
            ajustar(celda, ancho=ancho - _ENTRE, fuentes=self.fuentes)
            for celda, ancho in zip(celdas, self.anchos, strict=True)
        ]
        alto = max(map(len, partidas))
        junto = junto and alto <= JUNTOS
        yield Bloque(_AIRE, lambda canvas, y: None, junto=junto)
        for n in range(alto):
            yield self._renglon([celda[n] if n < len(celda) else () for celda in partidas], junto=junto)
        yield Bloque(_AIRE, lambda canvas, y: None, junto=junto)

    def _renglon(self, lineas: Sequence[Linea], *, junto: bool) -> Bloque:
        bajo = base(_CELDA, alto=_ALTO, fuentes=self.fuentes)
        ultima = len(lineas) - 1

        def pintar(canvas: Canvas, y: float) -> None:
            for n, linea in enumerate(lineas):
                x = self.equis[n]
                if self.cifras and n == ultima:
                    x = DERECHA - medir(linea, fuentes=self.fuentes)
                if linea:
                    escribir(canvas, linea, x=x, y=y - bajo, fuentes=self.fuentes)

        return Bloque(_ALTO, pintar, junto=junto)
