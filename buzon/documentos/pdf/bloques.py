"""The body of a document as a column of blocks, each one line high, so that any of them can start a page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from buzon.documentos.pdf.adornos import DORADO
from buzon.documentos.pdf.datos import Adjunto, Campo, NotaDelSello
from buzon.documentos.pdf.fuentes import Cara, Fuentes, plano
from buzon.documentos.pdf.texto import (
    TINTA_SUAVE,
    VERDE,
    Estilo,
    Linea,
    Tramo,
    ajustar,
    con_claves,
    equilibrar,
    escribir,
    medir,
    mono,
    tramo,
)

IZQUIERDA, DERECHA = 54.0, 558.0
ANCHO = DERECHA - IZQUIERDA
_ETIQUETAS = 172.0
_RELLENO = 5.0
_RENGLON = 2.8
JUNTOS = 12  # lines that stay on one page; a longer piece may break, rather than leave a page half white

LINEA = HexColor("#d5dcd8")
_DORADO_PALIDO = HexColor("#fbf6ea")

TITULO = Estilo(Cara.TITULO, 13.5, VERDE)
SUBTITULO = Estilo(Cara.TITULO, 9, VERDE, 0.18)
CUERPO = Estilo(Cara.TEXTO, 9)
ETIQUETA = Estilo(Cara.TEXTO, 9, TINTA_SUAVE)
VALOR = Estilo(Cara.FUERTE, 9)
NOTA = Estilo(Cara.TEXTO, 8)
MANIFESTACION = Estilo(Cara.FUERTE, 9.5)
AL_PIE = Estilo(Cara.TEXTO, 8, TINTA_SUAVE)
BLOQUE = Estilo(Cara.MONO, 6.8)
_ANCHO_MONO = 0.6  # of its size, every letter

Pintar = Callable[[Canvas, float], None]


@dataclass(frozen=True, slots=True)
class Bloque:
    """A strip of the column; `pintar` gets the canvas and the height of its top.

    `antes` is white space above it, lost at the top of a page; `junto` keeps it on the page of the next block;
    `cabeza` is what stands above it where it starts a page; `aparte` makes it start one.
    """

    alto: float
    pintar: Pintar
    antes: float = 0
    junto: bool = False
    de_tabla: bool = False
    cabeza: "tuple[Bloque, ...]" = ()
    aparte: bool = False


def base(estilo: Estilo, *, alto: float, fuentes: Fuentes) -> float:
    """Return how far below the top of a line its baseline lies."""
    sube, baja = fuentes.altura(estilo.cara, estilo.tamano)
    return (alto - sube - baja) / 2 + sube


def renglon(
    linea: Linea,
    *,
    alto: float,
    fuentes: Fuentes,
    x: float = IZQUIERDA,
    antes: float = 0,
    junto: bool = False,
) -> Bloque:
    bajo = base(linea[0].estilo, alto=alto, fuentes=fuentes) if linea else 0.0

    def pintar(canvas: Canvas, y: float) -> None:
        escribir(canvas, linea, x=x, y=y - bajo, fuentes=fuentes)

    return Bloque(alto, pintar, antes, junto)


def filete(canvas: Canvas, *, y: float, grueso: float, color: Color) -> None:
    """Draw a rule over the whole column, its upper edge at `y`."""
    canvas.setFillColor(color)
    canvas.rect(IZQUIERDA, y - grueso, ANCHO, grueso, stroke=0, fill=1)


def raya(grueso: float, color: Color, *, junto: bool = False) -> Bloque:
    return Bloque(grueso, lambda canvas, y: filete(canvas, y=y, grueso=grueso, color=color), junto=junto)


def titulo(texto: str, *, fuentes: Fuentes) -> Iterator[Bloque]:
    lineas = equilibrar((tramo(texto, estilo=TITULO),), ancho=ANCHO, fuentes=fuentes)
    for linea in lineas:
        x = IZQUIERDA + (ANCHO - medir(linea, fuentes=fuentes)) / 2
        yield renglon(linea, alto=17.28, fuentes=fuentes, x=x, junto=True)
    yield Bloque(11, lambda canvas, y: None, junto=True)


def tabla(campos: Sequence[Campo], *, fuentes: Fuentes) -> Iterator[Bloque]:
    """Labels and values between fine rules."""
    yield replace(raya(1, VERDE, junto=True), de_tabla=True)
    for n, campo in enumerate(campos, start=1):
        bloques = [*_fila(campo, fuentes), raya(0.5, LINEA) if n < len(campos) else raya(1, VERDE)]
        for bloque in bloques[:-1]:
            yield replace(bloque, de_tabla=True, junto=len(bloques) <= JUNTOS)
        yield replace(bloques[-1], de_tabla=True)


def _fila(campo: Campo, fuentes: Fuentes) -> Iterator[Bloque]:
    ancho = ANCHO - _ETIQUETAS - 2 * _RELLENO
    etiquetas = ajustar(
        (tramo(campo.etiqueta, estilo=ETIQUETA),), ancho=_ETIQUETAS - _RELLENO, fuentes=fuentes
    )
    valores = ajustar(con_claves(campo.valor, estilo=VALOR), ancho=ancho, fuentes=fuentes)
    notas = ajustar(con_claves(campo.nota, estilo=NOTA), ancho=ancho, fuentes=fuentes) if campo.nota else ()
    derecha = [(linea, 12.15) for linea in valores] + [(linea, 10.8) for linea in notas]
    derecha += [((), 12.15)] * (len(etiquetas) - len(derecha))
    yield Bloque(_RENGLON, lambda canvas, y: None)
    for n, (linea, alto) in enumerate(derecha):
        yield _celdas(etiquetas[n] if n < len(etiquetas) else (), linea, alto, fuentes)
    yield Bloque(_RENGLON, lambda canvas, y: None)


def _celdas(etiqueta: Linea, valor: Linea, alto: float, fuentes: Fuentes) -> Bloque:
    izquierda = renglon(etiqueta, alto=12.15, fuentes=fuentes)
    derecha = renglon(valor, alto=alto, fuentes=fuentes, x=IZQUIERDA + _ETIQUETAS + _RELLENO)

    def pintar(canvas: Canvas, y: float) -> None:
        izquierda.pintar(canvas, y)
        derecha.pintar(canvas, y)

    return Bloque(alto, pintar)


def panel(texto: str, *, nota: str, fuentes: Fuentes) -> Iterator[Bloque]:
    """What the document is about, on a pale ground with a golden edge."""
    x = IZQUIERDA + 2.5 + 9
    lineas = ajustar((tramo(texto, estilo=MANIFESTACION),), ancho=DERECHA - 9 - x, fuentes=fuentes)
    bloques = [
        Bloque(6, lambda canvas, y: None),
        *(renglon(linea, alto=13.3, fuentes=fuentes, x=x) for linea in lineas),
        Bloque(2, lambda canvas, y: None),
        renglon((Tramo(nota, AL_PIE),), alto=11.2, fuentes=fuentes, x=x),
        Bloque(6, lambda canvas, y: None),
    ]
    for n, bloque in enumerate(bloques, start=1):
        junto = n < len(bloques) and (len(bloques) <= JUNTOS or n < 3)
        yield replace(_con_fondo(bloque), antes=9 if n == 1 else 0, junto=junto)


def _con_fondo(bloque: Bloque) -> Bloque:
    def pintar(canvas: Canvas, y: float) -> None:
        for color, ancho in ((_DORADO_PALIDO, ANCHO), (DORADO, 2.5)):
            canvas.setFillColor(color)
            canvas.rect(IZQUIERDA, y - bloque.alto, ancho, bloque.alto, stroke=0, fill=1)
        bloque.pintar(canvas, y)

    return replace(bloque, pintar=pintar)


def encabezado(
    texto: str, *, fuentes: Fuentes, aclaracion: str = "", aparte: bool = False
) -> Iterator[Bloque]:
    """A heading, kept with what follows it."""
    linea = (Tramo(texto, SUBTITULO), *([Tramo(f" {aclaracion}", NOTA)] if aclaracion else []))
    yield replace(renglon(linea, alto=11.7, fuentes=fuentes, antes=10, junto=True), aparte=aparte)
    yield Bloque(3, lambda canvas, y: None, junto=True)


def parrafo(texto: str, *, fuentes: Fuentes, fuerte: bool = False) -> Iterator[Bloque]:
    """Running text; its first two lines stay together, and so do its last two."""
    estilo = VALOR if fuerte else CUERPO
    lineas = ajustar(con_claves(texto, estilo=estilo), ancho=ANCHO, fuentes=fuentes)
    for n, linea in enumerate(lineas, start=1):
        junto = n < len(lineas) and n in {1, len(lineas) - 1}
        yield renglon(linea, alto=12.6, fuentes=fuentes, antes=4 if n == 1 else 0, junto=junto)


def corrido(
    titulo: str, texto: str, *, fuentes: Fuentes, aclaracion: str = "", junto: bool = False
) -> Iterator[Bloque]:
    """A heading and a monospaced text that breaks at any character and over the end of a page.

    `junto`: when it is short, it stays in one piece, and with what follows.
    """
    yield from encabezado(titulo, fuentes=fuentes, aclaracion=aclaracion)
    texto, caben = plano(texto), int(ANCHO / (BLOQUE.tamano * _ANCHO_MONO))
    lineas = [texto[n : n + caben] for n in range(0, len(texto), caben)]
    for n, linea in enumerate(lineas, start=1):
        yield renglon(
            (Tramo(linea, BLOQUE),),
            alto=9.86,
            fuentes=fuentes,
            junto=n == 1 < len(lineas) or (junto and len(lineas) <= JUNTOS),
        )


def nota_del_sello(nota: NotaDelSello, *, adjuntos: Sequence[Adjunto], fuentes: Fuentes) -> Iterator[Bloque]:
    if nota.encabezado:
        yield from encabezado(nota.encabezado, fuentes=fuentes)
    tramos = [Tramo("Este archivo lleva un sello PAdES sobre todo su contenido.", CUERPO)]
    if adjuntos:
        tramos.append(Tramo(f" {nota.adjuntos} van adjuntos: ", CUERPO))
        for n, adjunto in enumerate(adjuntos):
            tramos += [Tramo(", " if n else "", CUERPO), tramo(adjunto.nombre, estilo=mono(CUERPO))]
        tramos.append(Tramo(".", CUERPO))
    lineas = ajustar(tuple(tramos), ancho=ANCHO, fuentes=fuentes)
    for n, linea in enumerate(lineas, start=1):
        yield renglon(linea, alto=12.6, fuentes=fuentes, antes=4 if n == 1 else 0, junto=n < len(lineas))
