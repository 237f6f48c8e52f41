"""The body of a document: its title, and each of its pieces as blocks."""

from collections.abc import Iterator

from buzon.documentos.pdf import bloques
from buzon.documentos.pdf.bloques import Bloque
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
from buzon.documentos.pdf.fuentes import Fuentes


def cuerpo(datos: DatosDocumento, *, fuentes: Fuentes) -> Iterator[Bloque]:
    """Yield the whole column, in order."""
    yield from bloques.titulo(datos.titulo, fuentes=fuentes)
    for pieza in datos.piezas:
        yield from _pieza(pieza, datos, fuentes)


def _pieza(pieza: Pieza, datos: DatosDocumento, fuentes: Fuentes) -> Iterator[Bloque]:
    match pieza:
        case Tabla():
            return bloques.tabla(pieza.campos, fuentes=fuentes)
        case Encabezado():
            return bloques.encabezado(pieza.texto, fuentes=fuentes)
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
            return bloques.nota_del_sello(pieza.adjuntos, adjuntos=datos.adjuntos, fuentes=fuentes)
