"""Files to attach, good and hostile, made here."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

PAGINAS = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGINA = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<<>>%b>>"
CATALOGO = b"<</Type/Catalog/Pages 2 0 R%b>>"
JS = b"<</S/JavaScript/JS(app.alert(1))>>"


def pdf(*objetos: bytes, catalogo: bytes = b"", pagina: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page, byte by byte; the further objects are numbered from 4."""
    salida = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    lugares = []
    todos = (CATALOGO % catalogo, PAGINAS, PAGINA % pagina, *objetos)
    for numero, objeto in enumerate(todos, 1):
        lugares.append(len(salida))
        salida += b"%d 0 obj\n%b\nendobj\n" % (numero, objeto)
    tabla = len(salida)
    salida += b"xref\n0 %d\n0000000000 65535 f \n" % (len(todos) + 1)
    salida += b"".join(b"%010d 00000 n \n" % lugar for lugar in lugares)
    salida += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n" % (len(todos) + 1, trailer, tabla)
    return bytes(salida + b"%%EOF\n")


def actualizado(original: bytes) -> bytes:
    """The same PDF with a later revision, whose catalogue is another one without anything."""
    anterior = int(original.rpartition(b"startxref\n")[2].split()[0])
    salida = original + b"1 0 obj\n%b\nendobj\n" % (CATALOGO % b"")
    tabla = len(salida)
    salida += b"xref\n1 1\n%010d 00000 n \n" % len(original)
    return salida + b"trailer\n<</Size 4/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (anterior, tabla)


def flujo(datos: bytes, *, diccionario: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(datos), diccionario, datos)


def comprimido(datos: bytes, *, diccionario: bytes = b"") -> bytes:
    return flujo(zlib.compress(datos, 9), diccionario=b"/Filter/FlateDecode" + diccionario)


def en_flujo_de_objetos(datos: bytes) -> bytes:
    """The same PDF, its objects compressed in object streams and without a plain table."""
    return guardado(datos, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def guardado(datos: bytes, **opciones: Any) -> bytes:
    salida = BytesIO()
    with pikepdf.open(BytesIO(datos)) as abierto:
        abierto.save(salida, **opciones)
    return salida.getvalue()


def de_reportlab(paginas: int = 2) -> bytes:
    salida = BytesIO()
    lienzo = Canvas(salida)
    for numero in range(paginas):
        lienzo.drawString(72, 700, f"Escrito de la página {numero + 1}: ñandú")
        lienzo.linkURL("https://buzon.example/", (72, 690, 200, 712))
        lienzo.showPage()
    lienzo.save()
    return salida.getvalue()


def de_pillow() -> bytes:
    """A scan saved as PDF."""
    return imagen("PDF")


def imagen(formato: str, *, modo: str = "RGB", lado: int = 64, **opciones: Any) -> bytes:
    salida = BytesIO()
    degradado(modo, lado=lado).save(salida, formato, **opciones)
    return salida.getvalue()


def degradado(modo: str = "RGB", *, lado: int = 64) -> Image.Image:
    gris = Image.linear_gradient("L").resize((lado, lado // 2))
    return Image.merge("RGB", (gris, gris.transpose(Image.Transpose.ROTATE_180), gris)).convert(modo)


def png(*trozos: tuple[bytes, bytes], ancho: int = 8, alto: int = 8) -> bytes:
    """A grey PNG with further chunks before its pixels; its size may be a lie."""
    pixeles = zlib.compress(b"".join(b"\0" + bytes(8) for _ in range(8)))
    cabecera = struct.pack(">IIBBBBB", ancho, alto, 8, 0, 0, 0, 0)
    todos = ((b"IHDR", cabecera), *trozos, (b"IDAT", pixeles), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(trozo(tipo, datos) for tipo, datos in todos)


def trozo(tipo: bytes, datos: bytes) -> bytes:
    return struct.pack(">I", len(datos)) + tipo + datos + struct.pack(">I", zlib.crc32(tipo + datos))
