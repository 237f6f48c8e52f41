"""Draws a document: title and ordered pieces in, the bytes of a letter-size PDF out. Nothing else imports reportlab.

The words of a document are es-MX whatever the language of the page that asked for it: what is sealed has one text.
"""

from buzon.documentos.pdf.datos import (
    Adjunto,
    Campo,
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
from buzon.documentos.pdf.hoja import Dibujo, dibujar

__all__ = [
    "Adjunto",
    "Campo",
    "Corrido",
    "Cuadro",
    "DatosDocumento",
    "Dibujo",
    "Encabezado",
    "NotaDelSello",
    "Panel",
    "Parrafo",
    "Pieza",
    "Tabla",
    "dibujar",
]
