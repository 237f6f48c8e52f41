"""PDF: read whole, every object looked at, and returned as it was sent (it may carry signatures)."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import settings

from buzon.adjuntos.inspector.proceso import NoApto, principal

# qpdf asks for chance to read what AES-256 encrypts, opens its device at the first need and keeps it: no file can be
# opened later.
pikepdf.new().save(BytesIO(), encryption=pikepdf.Encryption(owner="", user="", R=6))

PAGINAS = 500
OBJETOS = 50_000
ANIDADO = 100
DE_UN_FLUJO = 160 * 1024 * 1024
"""A page scanned at 600 dpi in colour is 104 MB of pixels."""
DE_TODOS = 512 * 1024 * 1024

_CLAVES = frozenset(
    ("/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings")
)
_NOMBRES = {
    "/S": frozenset(
        b"/JavaScript /Launch /SubmitForm /ImportData /GoToE /GoToR /Rendition /Movie /Sound /RichMediaExecute".split()
    ),
    "/Type": frozenset((b"/EmbeddedFile",)),
    "/Subtype": frozenset((b"/FileAttachment", b"/RichMedia", b"/Movie", b"/Sound", b"/Screen", b"/3D")),
}
_AL_ABRIR = frozenset((b"/GoTo", b"/Named"))

_VERSION = re.compile(rb"%PDF-[12]\.\d")
_FINAL = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\0]*\Z")
_FIN_DE_ZIP = b"PK\x05\x06"
_LARGO_DE_COLA_ZIP = 22 + 0xFFFF
_INOFENSIVA = "object has offset 0"


def _letra(letra: str) -> str:
    codigo = "".join(f"[{cifra}{cifra.upper()}]" for cifra in f"{ord(letra):02x}")
    return f"(?:{letra}|#{codigo})"


# In the raw bytes too, plain or escaped: what another reader might find where qpdf sees no object (an older revision, a
# table that points elsewhere). Short names would turn up in compressed streams by chance.
_LARGOS = [
    "JavaScript",
    "Launch",
    "EmbeddedFile",
    "EmbeddedFiles",
    "RichMedia",
    "SubmitForm",
    "ImportData",
    "GoToE",
]
_EN_CRUDO = re.compile(
    rf"/(?:{'|'.join(''.join(map(_letra, nombre)) for nombre in _LARGOS)})(?=[\s\0()<>\[\]/%])".encode()
)


def inspeccionar(contenido: bytes) -> bytes:
    """Return the PDF itself, if it can be read whole and does nothing by itself."""
    _revisar_bordes(contenido)
    settings.set_qpdf_limits(
        doc_max_warnings=100,
        parser_max_nesting=ANIDADO,
        max_stream_filters=4,
        flate_max_memory=DE_UN_FLUJO,
        png_max_memory=DE_UN_FLUJO,
        tiff_max_memory=DE_UN_FLUJO,
        run_length_max_memory=DE_UN_FLUJO,
    )
    with _abrir(contenido) as pdf:
        _revisar_objetos(pdf)
        if activo := _EN_CRUDO.search(contenido):
            raise NoApto("activo", f"{activo[0].decode()} fuera de los objetos")
        _revisar_flujos(pdf)
        if graves := [aviso for aviso in pdf.get_warnings() if _INOFENSIVA not in str(aviso)]:
            raise NoApto("danado", str(graves[0]).partition(">")[2])
        if not 1 <= len(pdf.pages) <= PAGINAS:
            raise NoApto("grande" if len(pdf.pages) else "danado", f"{len(pdf.pages)} páginas")
    return contenido


def _revisar_bordes(contenido: bytes) -> None:
    """A PDF from the first byte to the last, and not a ZIP besides (which is read from its end)."""
    if not _VERSION.match(contenido):
        raise NoApto("danado", "versión")
    if not _FINAL.search(contenido, max(0, len(contenido) - 1024)):
        raise NoApto("danado", "no termina como un PDF")
    if contenido.rfind(_FIN_DE_ZIP, max(0, len(contenido) - _LARGO_DE_COLA_ZIP)) >= 0:
        raise NoApto("danado", "también es un ZIP")


def _abrir(contenido: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(BytesIO(contenido), attempt_recovery=False, inherit_page_attributes=False)
    except pikepdf.PasswordError as error:
        raise NoApto("protegido", "contraseña") from error
    except pikepdf.PdfError as error:
        # A handler that qpdf does not know (certificates, DRM) is no password, but encryption nevertheless.
        motivo = "protegido" if "encrypt" in str(error).lower() else "danado"
        raise NoApto(motivo, str(error).partition(">")[2]) from error


def _revisar_objetos(pdf: pikepdf.Pdf) -> None:
    if len(pdf.objects) > OBJETOS:
        raise NoApto("grande", f"{len(pdf.objects)} objetos")
    for diccionario in _diccionarios([pdf.trailer, *pdf.objects]):
        _revisar_diccionario(diccionario)


def _diccionarios(objetos: list[Any]) -> Iterator[Any]:
    """Yield every dictionary, those of streams and those inside others included; each indirect object once."""
    pendientes = objetos
    while pendientes:
        objeto = pendientes.pop()
        if isinstance(objeto, pikepdf.Dictionary | pikepdf.Stream):
            yield objeto
            dentro = [objeto[clave] for clave in objeto.keys()]  # noqa: SIM118 (iterating a stream reads it)
        elif isinstance(objeto, pikepdf.Array):
            dentro = list(objeto)
        else:
            continue
        pendientes.extend(hijo for hijo in dentro if not getattr(hijo, "is_indirect", False))


def _revisar_diccionario(diccionario: Any) -> None:
    claves = set(diccionario.keys())
    if prohibidas := claves & _CLAVES:
        raise NoApto("activo", min(prohibidas))
    for clave, nombres in _NOMBRES.items():
        if clave in claves and (nombre := _nombre(diccionario[clave])) in nombres:
            raise NoApto("activo", f"{clave} {nombre.decode()}")
    if "/F" in claves and isinstance(diccionario, pikepdf.Stream):
        raise NoApto("activo", "flujo en otro archivo")
    if "/OpenAction" in claves:
        _revisar_automatica("/OpenAction", diccionario["/OpenAction"])
    if "/AA" in claves and isinstance(acciones := diccionario["/AA"], pikepdf.Dictionary):
        for clave in acciones.keys():  # noqa: SIM118
            _revisar_automatica(f"/AA {clave}", acciones[clave])


def _revisar_automatica(donde: str, accion: Any) -> None:
    """What happens by itself may only turn to a page of the document."""
    if not isinstance(accion, pikepdf.Dictionary):
        return
    if _nombre(accion.get("/S")) not in _AL_ABRIR or "/Next" in accion:
        raise NoApto("activo", donde)


def _nombre(objeto: Any) -> bytes:
    """Return a name as qpdf writes it, with its escapes resolved; names need not be UTF-8, so `str` may fail."""
    return objeto.unparse(resolved=True) if isinstance(objeto, pikepdf.Name) else b""


def _revisar_flujos(pdf: pikepdf.Pdf) -> None:
    """Undo every compression but those of images, within limits. Raises DataDecodingError."""
    total = 0
    for objeto in pdf.objects:
        if isinstance(objeto, pikepdf.Stream):
            total += _largo(objeto)
            if total > DE_TODOS:
                raise NoApto("danado", "se expande demasiado")


def _largo(flujo: pikepdf.Stream) -> int:
    try:
        return len(flujo.get_stream_buffer(decode_level=pikepdf.StreamDecodeLevel.generalized))
    except pikepdf.DataDecodingError:
        raise
    except pikepdf.PdfError:  # of an image (JPEG, JPEG 2000, fax): whoever looks at it decodes it
        return len(flujo.get_raw_stream_buffer())


if __name__ == "__main__":
    principal(inspeccionar)
