"""From what a document says to its letter pages: heading, column of blocks, foot with the QR, number of each page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from buzon.documentos.pdf import bloques
from buzon.documentos.pdf.adornos import DORADO, qr, roseta
from buzon.documentos.pdf.bloques import ANCHO, DERECHA, IZQUIERDA, Bloque, base, filete, renglon
from buzon.documentos.pdf.cuadro import cuadro
from buzon.documentos.pdf.datos import (
    Corrido,
    Cuadro,
    DatosDocumento,
    Encabezado,
    NotaDelSello,
    Panel,
    Parrafo,
    Pieza,
    Tabla,
)
from buzon.documentos.pdf.fuentes import Cara, Fuentes, plano
from buzon.documentos.pdf.texto import (
    GUINDA,
    TINTA_SUAVE,
    VERDE,
    Estilo,
    Linea,
    Tramo,
    ajustar,
    escribir,
    medir,
    mono,
    tramo,
)
from buzon.valores.fechas import ZONA

rl_config.useA85 = 0  # streams as bytes: in ASCII they take a quarter more

AUTOR = "Buzón IMSS, clon demostrativo sin validez oficial"
# Everything in points, from the lower left corner of the sheet.
ARRIBA = LETTER[1] - 40
ABAJO = 46.0
_QR = 92.0
_JUNTO_AL_QR = 14.0
_ROSETA = 214.0

MARCA = Estilo(Cara.TITULO, 13, VERDE)
CABECERA = Estilo(Cara.TEXTO, 8)
AVISO = Estilo(Cara.TITULO, 8.5, GUINDA, 0.51)
PIE = Estilo(Cara.TEXTO, 7.5)
PIE_FUERTE = Estilo(Cara.FUERTE, 7.5, VERDE)
CODIGO = Estilo(Cara.TEXTO, 8.5)
CODIGO_FUERTE = Estilo(Cara.FUERTE, 8.5, VERDE)
FOLIO = Estilo(Cara.TEXTO, 7, TINTA_SUAVE)

Pagina = list[Bloque]


@dataclass(frozen=True, slots=True)
class Dibujo:
    pdf: bytes
    paginas: int


def dibujar(datos: DatosDocumento, *, fuentes: Path) -> Dibujo:
    """Return the PDF of a document; the same data always give the same bytes.

    `fuentes` is the folder of @fontsource packages. As many pages as it takes.
    """
    caras = Fuentes(fuentes)
    cabecera = _cabecera(datos, caras)
    pie = _pie(datos, caras)
    columna = list(bloques.titulo(datos.titulo, fuentes=caras))
    for pieza in datos.piezas:
        columna += _pieza(pieza, datos, caras)
    paginas = paginar(columna, alto=ARRIBA - ABAJO - _alto(cabecera), al_final=_alto_del_pie(pie))
    return Dibujo(_pintar(datos, cabecera, paginas, pie, caras), len(paginas))


def _pieza(pieza: Pieza, datos: DatosDocumento, fuentes: Fuentes) -> Iterator[Bloque]:
    match pieza:
        case Tabla():
            return bloques.tabla(pieza.campos, fuentes=fuentes)
        case Encabezado():
            return bloques.encabezado(pieza.texto, aparte=pieza.aparte, fuentes=fuentes)
        case Parrafo():
            return bloques.parrafo(pieza.texto, fuerte=pieza.fuerte, fuentes=fuentes)
        case Panel():
            return bloques.panel(pieza.texto, nota=pieza.nota, fuentes=fuentes)
        case Cuadro():
            return cuadro(pieza, fuentes=fuentes)
        case Corrido():
            return bloques.corrido(
                pieza.encabezado,
                pieza.texto,
                aclaracion=pieza.aclaracion,
                junto=pieza.junto,
                fuentes=fuentes,
            )
        case NotaDelSello():
            return bloques.nota_del_sello(pieza, adjuntos=datos.adjuntos, fuentes=fuentes)


def _alto(columna: Sequence[Bloque]) -> float:
    """Height of a column that starts a page."""
    return sum(b.alto + (b.antes if n else 0) for n, b in enumerate(columna))


def paginar(cuerpo: Sequence[Bloque], *, alto: float, al_final: float) -> list[Pagina]:
    """Share blocks out among pages of `alto` points; the last one leaves room for `al_final`.

    The foot never stands alone: the last blocks that belong together go to its page with it.
    """
    paginas: list[Pagina] = [[]]
    grupos = _grupos(cuerpo)
    for grupo in grupos:
        if paginas[-1] and (grupo[0].aparte or _alto(paginas[-1] + grupo) > alto):
            paginas.append([*grupo[0].cabeza])
        paginas[-1] = paginas[-1] + grupo
    if _alto(paginas[-1]) + al_final > alto:
        ultimo = grupos[-1]
        paginas[-1:] = [paginas[-1][: -len(ultimo)], ultimo]
    return [pagina for pagina in paginas if pagina]


def _grupos(cuerpo: Sequence[Bloque]) -> list[Pagina]:
    grupos: list[Pagina] = [[]]
    for bloque in cuerpo:
        grupos[-1].append(bloque)
        if not bloque.junto:
            grupos.append([])
    return [grupo for grupo in grupos if grupo]


def _cabecera(datos: DatosDocumento, fuentes: Fuentes) -> Pagina:
    """Who issues and under which heading; on every page, with the notice that it is a demonstration."""
    lineas = ajustar((tramo(datos.apartado, estilo=CABECERA),), ancho=ANCHO - 130, fuentes=fuentes)
    marca = renglon((Tramo("Buzón IMSS", MARCA),), alto=15.6, fuentes=fuentes)
    apartado = [renglon(linea, alto=11.2, fuentes=fuentes) for linea in lineas]
    izquierda = [marca, *apartado]
    for n, texto in ((-2, Tramo("SIN VALIDEZ OFICIAL", AVISO)), (-1, Tramo("Clon demostrativo", CABECERA))):
        izquierda[n] = _con_derecha(izquierda[n], (texto,), fuentes)
    return [*izquierda, Bloque(7 + 5.25 + 19, _doble_filete)]


def _con_derecha(bloque: Bloque, linea: Linea, fuentes: Fuentes) -> Bloque:
    """Return the block with a line at its right end, level with its bottom."""
    alto = linea[0].estilo.tamano * 1.35
    derecha = renglon(linea, alto=alto, fuentes=fuentes, x=DERECHA - medir(linea, fuentes=fuentes))

    def pintar(canvas: Canvas, y: float) -> None:
        bloque.pintar(canvas, y)
        derecha.pintar(canvas, y - bloque.alto + alto)

    return replace(bloque, pintar=pintar)


def _doble_filete(canvas: Canvas, y: float) -> None:
    filete(canvas, y=y - 7, grueso=2, color=VERDE)
    filete(canvas, y=y - 11.5, grueso=0.75, color=DORADO)


def _pie(datos: DatosDocumento, fuentes: Fuentes) -> list[Bloque]:
    """Beside the QR: code, where to check it, legal basis, and once more that it is a demonstration."""
    parrafos: list[list[Tramo]] = [
        [Tramo("Código de verificación: ", CODIGO_FUERTE), tramo(datos.codigo, estilo=mono(CODIGO))],
        [
            Tramo("Compruébalo", PIE_FUERTE),
            Tramo(" en ", PIE),
            tramo(datos.url_verificar, estilo=mono(PIE)),
            Tramo(f" {datos.como_verificar}", PIE),
        ],
        [Tramo("Fundamento: ", PIE_FUERTE), tramo(datos.fundamento, estilo=PIE)],
        [
            Tramo("Documento de demostración, sin validez oficial.", PIE_FUERTE),
            Tramo(" No lo emite el Instituto Mexicano del Seguro Social.", PIE),
        ],
    ]
    x = IZQUIERDA + _QR + _JUNTO_AL_QR
    salida = []
    for parrafo in parrafos:
        alto = parrafo[0].estilo.tamano * 1.4
        for n, linea in enumerate(ajustar(tuple(parrafo), ancho=DERECHA - x, fuentes=fuentes)):
            salida.append(renglon(linea, alto=alto, fuentes=fuentes, x=x, antes=0 if n else 3.5))
    return salida


def _alto_del_pie(pie: Sequence[Bloque]) -> float:
    return 11 + max(_QR, _alto(pie))


def _pintar(
    datos: DatosDocumento,
    cabecera: Pagina,
    paginas: Sequence[Pagina],
    pie: Sequence[Bloque],
    fuentes: Fuentes,
) -> bytes:
    salida = BytesIO()
    canvas = _lienzo(salida, datos, fuentes)
    for numero, pagina in enumerate(paginas, start=1):
        y = _columna(canvas, cabecera, ARRIBA)
        if numero == 1:
            _fondo_de_tabla(canvas, pagina, y)
        _columna(canvas, pagina, y)
        if numero == len(paginas):
            _pintar_pie(canvas, datos, pie)
        _folio_y_pagina(canvas, datos.folio, f"Página {numero} de {len(paginas)}", fuentes)
        canvas.showPage()
    canvas.save()
    return salida.getvalue()


def _lienzo(salida: BytesIO, datos: DatosDocumento, fuentes: Fuentes) -> Canvas:
    # Else each page names Helvetica, which the file does not carry.
    inicial = fuentes.nombre(Cara.TEXTO)
    # `invariant`: neither a clock nor chance of reportlab's own; the same data, the same bytes.
    canvas = Canvas(
        salida, pagesize=LETTER, pageCompression=1, invariant=1, lang="es-MX", initialFontName=inicial
    )
    canvas.setTitle(plano(datos.titulo))
    canvas.setAuthor(AUTOR)
    canvas.setSubject(f"Folio {datos.folio}")
    canvas.setCreator(AUTOR)
    # Centro has had no summer time since 2022.
    fecha = f"{datos.sellado_en.astimezone(ZONA):D:%Y%m%d%H%M%S-06'00'}"
    canvas.setDateFormatter(lambda *_: fecha)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _columna(canvas: Canvas, columna: Sequence[Bloque], y: float) -> float:
    for n, bloque in enumerate(columna):
        y -= bloque.antes if n else 0
        bloque.pintar(canvas, y)
        y -= bloque.alto
    return y


def _fondo_de_tabla(canvas: Canvas, pagina: Sequence[Bloque], y: float) -> None:
    """The guilloche, as large as the table allows, behind its right half."""
    primero = next(n for n, bloque in enumerate(pagina) if bloque.de_tabla)
    alto = sum(bloque.alto for bloque in pagina if bloque.de_tabla)
    lado = min(_ROSETA, alto - 6)
    centro = y - _alto(pagina[:primero]) - alto / 2
    roseta(canvas, x=DERECHA - _ROSETA / 2, y=centro, lado=lado)


def _pintar_pie(canvas: Canvas, datos: DatosDocumento, pie: Sequence[Bloque]) -> None:
    arriba = ABAJO + _alto_del_pie(pie)
    filete(canvas, y=arriba, grueso=1, color=VERDE)
    qr(canvas, datos.qr, x=IZQUIERDA, y=arriba - 11 - _QR, lado=_QR)
    _columna(canvas, pie, arriba - 11)


def _folio_y_pagina(canvas: Canvas, folio: str, pagina: str, fuentes: Fuentes) -> None:
    izquierda = (Tramo("Folio ", FOLIO), tramo(folio, estilo=mono(FOLIO)))
    derecha = (Tramo(pagina, FOLIO),)
    y = 20 + 7 * 1.4 - base(FOLIO, alto=7 * 1.4, fuentes=fuentes)
    escribir(canvas, izquierda, x=IZQUIERDA, y=y, fuentes=fuentes)
    escribir(canvas, derecha, x=DERECHA - medir(derecha, fuentes=fuentes), y=y, fuentes=fuentes)
