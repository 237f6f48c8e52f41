"""JPEG and PNG: decoded whole and written again, so that nothing but the pixels stays."""

from io import BytesIO

from PIL import Image, ImagePalette, TiffImagePlugin
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from buzon.adjuntos.inspector.proceso import NoApto, principal

# What Pillow would import once it needs it, when no file can be opened any more.
Image.preinit()
_CARGADOS = (ImagePalette, TiffImagePlugin)

PIXELES = 50_000_000
MAXIMO = 4 * 1024 * 1024
CALIDADES = (90, 80, 65)
COMPRESIONES = (3, 6)
"""Of zlib: 6 takes three times as long as 3 and saves a tenth."""
_ORIENTACION = 0x0112
_GIROS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def inspeccionar(contenido: bytes) -> bytes:
    """Return the image without metadata, comments, colour profile or trailing bytes, turned as it is to be seen."""
    # The classes themselves: Image.open would try other formats, and reads a JPEG of several pictures as one more.
    if contenido.startswith(b"\xff\xd8"):
        return _jpeg(JpegImageFile(BytesIO(contenido)))
    return _png(PngImageFile(BytesIO(contenido)))


def _jpeg(imagen: JpegImageFile) -> bytes:
    giro = _decodificar(imagen)
    derecha = imagen.transpose(giro) if giro else imagen
    if derecha.mode not in {"L", "RGB"}:
        derecha = derecha.convert("RGB")
    # The tables that it came with lose nothing worth naming; they go only with the very image that was read.
    calidades: tuple[int | str, ...] = ("keep", *CALIDADES) if derecha is imagen else CALIDADES
    return _primera_que_cabe(derecha, "JPEG", [{"quality": calidad} for calidad in calidades])


def _png(imagen: PngImageFile) -> bytes:
    if imagen.get_format_mimetype() != "image/png":
        raise NoApto("tipo", "PNG animado")
    giro = _decodificar(imagen)
    derecha = imagen.transpose(giro) if giro else imagen
    return _primera_que_cabe(derecha, "PNG", [{"compress_level": nivel} for nivel in COMPRESIONES])


def _decodificar(imagen: Image.Image) -> Image.Transpose | None:
    """Read every pixel, and leave nothing beside them but a palette's transparency. Returns how it is to be turned."""
    ancho, alto = imagen.size
    if ancho * alto > PIXELES:
        raise NoApto("grande", f"{ancho} por {alto} pixeles")
    imagen.load()
    giro = _giro(imagen)
    imagen.info = {clave: valor for clave, valor in imagen.info.items() if clave == "transparency"}
    return giro


def _giro(imagen: Image.Image) -> Image.Transpose | None:
    try:
        return _GIROS.get(imagen.getexif().get(_ORIENTACION, 1))
    except Exception:  # an EXIF block that cannot be read says nothing, and is thrown away in any case
        return None


def _primera_que_cabe(imagen: Image.Image, formato: str, intentos: list[dict[str, int | str]]) -> bytes:
    """Return the image as the first attempt within MAXIMO writes it; else as the last, which the portal will refuse."""
    salida = BytesIO()
    for opciones in intentos:
        salida = BytesIO()
        imagen.save(salida, formato, **opciones)
        if salida.tell() <= MAXIMO:
            break
    return salida.getvalue()


if __name__ == "__main__":
    principal(inspeccionar)
