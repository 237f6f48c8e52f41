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
class Tabla:
    """Labels and values; every document has one, the first thing below its title."""

    campos: tuple[Campo, ...]


@dataclass(frozen=True, slots=True)
class Encabezado:
    """`aparte`: it starts a page, as an annex does."""

    texto: str
    aparte: bool = False


@dataclass(frozen=True, slots=True)
class Parrafo:
    texto: str
    fuerte: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """What the document is about, in one sentence on a pale ground; `nota` says what it is."""

    texto: str
    nota: str


@dataclass(frozen=True, slots=True)
class Cuadro:
    """Rows under headings that come again on every page; `anchos` are shares of the width.

    The last column is set to the right when `cifras`.
    """

    columnas: tuple[str, ...]
    anchos: tuple[float, ...]
    filas: tuple[tuple[str, ...], ...]
    cifras: bool = False


@dataclass(frozen=True, slots=True)
class Corrido:
    """A heading and a monospaced text that breaks anywhere; `junto`: a short one stays in one piece."""

    encabezado: str
    texto: str
    aclaracion: str = ""
    junto: bool = False


@dataclass(frozen=True, slots=True)
class NotaDelSello:
    """What the seal covers and which files travel inside; `adjuntos` says in words what they are.

    Without `encabezado` it goes on with the piece above it.
    """

    adjuntos: str
    encabezado: str = "Sello digital del portal"


Pieza = Tabla | Encabezado | Parrafo | Panel | Cuadro | Corrido | NotaDelSello


@dataclass(frozen=True, slots=True)
class Adjunto:
    nombre: str
    contenido: bytes
    descripcion: str
    tipo: str


@dataclass(frozen=True, slots=True)
class DatosDocumento:
    """Everything that is drawn, piece by piece. Values are plain text: no markup is read in them.

    `url_verificar` is the page for people, `como_verificar` what they need there; `qr` is what the QR contains.
    """

    titulo: str
    apartado: str
    piezas: tuple[Pieza, ...]
    folio: str
    codigo: str
    url_verificar: str
    como_verificar: str
    qr: str
    fundamento: str
    sellado_en: datetime
    adjuntos: tuple[Adjunto, ...] = ()
