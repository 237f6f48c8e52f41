"""The two drawings of a document: the guilloche behind its table and the QR at its foot."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from math import cos, pi, sin

import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

DORADO = HexColor("#bc955c")
_ROSETA = HexColor("#eaddcb")
_RADIO = 58
_ACHATADOS = (14, 22, 30)
_GIROS = 18
_LADO = 120
# Every mask reads alike; weighing all eight would take longer than drawing the rest of the page.
_MASCARA = 3
# How far the handles of a quarter of a circle stand from its ends, as Bézier curves draw it.
_K = 4 / 3 * (2**0.5 - 1)


@lru_cache(maxsize=1)
def _guilloche() -> PDFPathObject:
    """54 turned ellipses around the origin, in a square of side _LADO."""
    trazo = PDFPathObject()
    for achatado in _ACHATADOS:
        for giro in range(_GIROS):
            _elipse(trazo, achatado, giro * pi / _GIROS)
    return trazo


def _elipse(trazo: PDFPathObject, achatado: float, angulo: float) -> None:
    c, s = cos(angulo), sin(angulo)

    def girar(*puntos: tuple[float, float]) -> list[float]:
        return [
            n
            for x, y in puntos
            for n in (x * _RADIO * c - y * achatado * s, x * _RADIO * s + y * achatado * c)
        ]

    trazo.moveTo(*girar((1, 0)))
    trazo.curveTo(*girar((1, _K), (_K, 1), (0, 1)))
    trazo.curveTo(*girar((-_K, 1), (-1, _K), (-1, 0)))
    trazo.curveTo(*girar((-1, -_K), (-_K, -1), (0, -1)))
    trazo.curveTo(*girar((_K, -1), (1, -_K), (1, 0)))
    trazo.close()


def roseta(canvas: Canvas, *, x: float, y: float, lado: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(lado / _LADO, lado / _LADO)
    canvas.setStrokeColor(_ROSETA)
    canvas.setLineWidth(0.17)
    canvas.drawPath(_guilloche(), stroke=1, fill=0)
    canvas.restoreState()


def qr(canvas: Canvas, contenido: str, *, x: float, y: float, lado: float) -> None:
    """Draw a QR of error level M with its lower left corner on (x, y), as one path.

    Text is in UTF-8: readers take the accents of Latin-1, which segno would choose, for another alphabet.
    """
    matriz = segno.make_qr(contenido, error="m", boost_error=False, mask=_MASCARA, encoding="utf-8").matrix
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(lado / len(matriz), lado / len(matriz))
    canvas.setFillColor(Color(0, 0, 0))
    canvas.drawPath(PDFPathObject(code=["n", *_franjas(matriz)]), stroke=0, fill=1)
    canvas.restoreState()


def _franjas(matriz: Sequence[Sequence[int]]) -> Iterator[str]:
    """The runs of dark modules of each row, as operators of PDF in units of one module."""
    for y, fila in zip(reversed(range(len(matriz))), matriz, strict=True):
        x = 0
        for oscuro, celdas in groupby(fila):
            largo = len(list(celdas))
            if oscuro:
                yield f"{x} {y} {largo} 1 re"
            x += largo
