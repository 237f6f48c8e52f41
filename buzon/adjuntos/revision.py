"""The one way in: a file as it was sent goes in; what is to be kept, or a refusal, comes out."""

import hashlib
from dataclasses import dataclass

from buzon.adjuntos import aislado, antivirus
from buzon.adjuntos.errores import ArchivoDemasiadoGrande, ArchivoTipo, ArchivoVacio
from buzon.adjuntos.nombre import componer, partir

MAXIMO_POR_ARCHIVO = 4 * 1024 * 1024
MAXIMO_DE_ARCHIVOS = 5


@dataclass(frozen=True, slots=True)
class ArchivoRevisado:
    nombre: str
    """For people: no path, nothing invisible, with the extension of its type. Never to be used as a path."""
    tipo: str
    contenido: bytes
    """A PDF as it was sent; of an image, its pixels alone."""
    sha256: str


@dataclass(frozen=True, slots=True)
class _Clase:
    tipo: str
    extension: str
    sinonimos: frozenset[str]
    firma: bytes
    inspector: str


_CLASES = (
    _Clase("application/pdf", "pdf", frozenset({"pdf"}), b"%PDF-", "pdf"),
    _Clase("image/jpeg", "jpg", frozenset({"jpg", "jpeg", "jfif"}), b"\xff\xd8\xff", "imagen"),
    _Clase("image/png", "png", frozenset({"png"}), b"\x89PNG\r\n\x1a\n", "imagen"),
)


def revisar(nombre: str, *, contenido: bytes, es_de_casa: bool = False) -> ArchivoRevisado:
    """Return what is to be kept of a file. `es_de_casa`: its very bytes are a document that this portal sealed.

    Raises ArchivoVacio, ArchivoDemasiadoGrande, ArchivoTipo, ArchivoInfectado, AntivirusNoDisponible, ArchivoDanado,
    ArchivoActivo or ArchivoProtegido, in this order; NoDisponible if the inspector itself cannot run.
    """
    if not contenido:
        raise ArchivoVacio
    if len(contenido) > MAXIMO_POR_ARCHIVO:
        raise ArchivoDemasiadoGrande(f"{len(contenido)} bytes")
    raiz, extension = partir(nombre)
    clase = _clase_de(contenido, extension=extension)
    # Our own PDFs carry attachments, for which anybody else's is refused.
    if es_de_casa:
        return _revisado(raiz, clase=clase, contenido=contenido)
    # The antivirus sees the bytes as they came; the inspector may drop what it would have known.
    antivirus.examinar(contenido)
    limpio = aislado.inspeccionar(clase.inspector, contenido=contenido)
    if len(limpio) > MAXIMO_POR_ARCHIVO:
        raise ArchivoDemasiadoGrande(f"{len(limpio)} bytes al guardarlo")
    return _revisado(raiz, clase=clase, contenido=limpio)


def _revisado(raiz: str, *, clase: _Clase, contenido: bytes) -> ArchivoRevisado:
    visible = componer(raiz, extension=clase.extension)
    return ArchivoRevisado(visible, clase.tipo, contenido, hashlib.sha256(contenido).hexdigest())


def _clase_de(contenido: bytes, *, extension: str) -> _Clase:
    for clase in _CLASES:
        if contenido.startswith(clase.firma):
            if extension not in clase.sinonimos:
                raise ArchivoTipo(f"{clase.tipo} con extensión «{extension[:20]}»")
            return clase
    raise ArchivoTipo(f"extensión «{extension[:20]}», empieza con {contenido[:8].hex()}")
