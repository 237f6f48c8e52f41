"""What a document says, before it has a form."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Campo:
    """A row of the table; `nota` stands below the value, in smaller type."""

    etiqueta: str
    valor: str
    nota: str = ""


@dataclass(frozen=True, slots=True)
class Adjunto:
    """A file that travels inside the PDF."""

    nombre: str
    contenido: bytes
    descripcion: str
    tipo: str


@dataclass(frozen=True, slots=True)
class DatosDocumento:
    """Everything that is drawn. Values are plain text: no markup is read in them.

    `url_verificar` is the page for people; `url_qr` carries the folio and, in its fragment, the code.
    """

    titulo: str
    apartado: str
    campos: tuple[Campo, ...]
    manifestacion: str
    cadena: str
    firma_base64: str
    folio: str
    codigo: str
    url_verificar: str
    url_qr: str
    fundamento: str
    sellado_en: datetime
    adjuntos: tuple[Adjunto, ...] = ()
