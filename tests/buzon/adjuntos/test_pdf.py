"""PDF: kept as they were sent, or refused with the reason that helps."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from buzon.adjuntos.errores import (
    ArchivoActivo,
    ArchivoDanado,
    ArchivoDemasiadoGrande,
    ArchivoProtegido,
    ArchivoTipo,
)
from buzon.adjuntos.revision import MAXIMO_POR_ARCHIVO, revisar
from tests.buzon.adjuntos.fabricas import (
    JS,
    actualizado,
    comprimido,
    de_pillow,
    de_reportlab,
    en_flujo_de_objetos,
    flujo,
    guardado,
    pdf,
)

ANEXO = b"<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>"
BUENOS = {
    "byte a byte": pdf(),
    "reportlab": de_reportlab(),
    "pillow": de_pillow(),
    "pikepdf": guardado(de_reportlab()),
    "con flujos de objetos": en_flujo_de_objetos(de_reportlab()),
    "linearizado": guardado(de_reportlab(), linearize=True),
    "abre en su primera página": pdf(catalogo=b"/OpenAction[3 0 R/Fit]"),
    "abre con GoTo": pdf(catalogo=b"/OpenAction<</S/GoTo/D[3 0 R/Fit]>>"),
    "formulario sin programas": pdf(b"<</FT/Tx/T(a)/V(b)>>", catalogo=b"/AcroForm<</Fields[4 0 R]>>"),
    "nombres que no son UTF-8": pdf(catalogo=b"/Categor#EDa/Categor#EDa/S/#ED"),
    "habla de /JS y /XFA en un texto": pdf(flujo(b"BT (/JS /XFA) Tj ET"), pagina=b"/Contents 4 0 R"),
    "imagen que qpdf no abre": pdf(flujo(b"1234", diccionario=b"/Filter/JPXDecode/Subtype/Image")),
    "500 páginas": de_reportlab(500),
}
ACTIVOS = {
    "JavaScript": pdf(catalogo=b"/Names<</JavaScript<</Names[(a) 4 0 R]>>>>"),
    "JavaScript al abrir": pdf(catalogo=b"/OpenAction" + JS),
    "JavaScript al abrir, indirecto": pdf(JS, catalogo=b"/OpenAction 4 0 R"),
    "JavaScript que nadie nombra": pdf(JS),
    "JavaScript en un arreglo de arreglos": pdf(b"[[1[" + JS + b"]]]"),
    "JavaScript en el trailer": pdf(trailer=b"/Info<</A" + JS + b">>"),
    "JavaScript con escapes": pdf(b"<</S/J#61va#53cript/#4a#53(app.alert(1))>>"),
    "el tipo de acción, indirecto": pdf(b"<</S 5 0 R/URI(a)>>", b"/Launch"),
    "JavaScript en una anotación": pdf(pagina=b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A" + JS + b">>]"),
    "JavaScript en un campo": pdf(
        b"<</FT/Tx/T(a)/AA<</K" + JS + b">>>>", catalogo=b"/AcroForm<</Fields[4 0 R]>>"
    ),
    "JavaScript encadenado": pdf(
        pagina=b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(a)/Next" + JS + b">>>>]"
    ),
    "JavaScript en un flujo": pdf(flujo(b"x", diccionario=b"/Accion" + JS)),
    "dirección al abrir": pdf(catalogo=b"/OpenAction<</S/URI/URI(http://mala.example)>>"),
    "dirección tras GoTo": pdf(catalogo=b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/URI/URI(a)>>>>"),
    "dirección al ver la página": pdf(pagina=b"/AA<</O<</S/URI/URI(http://mala.example)>>>>"),
    "Launch": pdf(catalogo=b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "GoToR": pdf(b"<</S/GoToR/F(\\\\\\\\mala\\\\a.pdf)/D[0/Fit]>>"),
    "GoToE": pdf(b"<</S/GoToE/D[0/Fit]>>"),
    "SubmitForm": pdf(b"<</S/SubmitForm/F(http://mala.example)>>"),
    "ImportData": pdf(b"<</S/ImportData/F(a.fdf)>>"),
    "archivo incrustado": pdf(ANEXO, flujo(b"MZ"), catalogo=b"/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>"),
    "archivo incrustado sin nombrar": pdf(b"null", flujo(b"MZ", diccionario=b"/Type/EmbeddedFile")),
    "anotación con archivo": pdf(pagina=b"/Annots[<</Subtype/FileAttachment/Rect[0 0 9 9]>>]"),
    "RichMedia": pdf(pagina=b"/Annots[<</Subtype/RichMedia/Rect[0 0 9 9]>>]"),
    "XFA": pdf(flujo(b"<xdp/>"), catalogo=b"/AcroForm<</Fields[]/XFA 4 0 R>>"),
    "flujo en otro archivo": pdf(flujo(b"", diccionario=b"/F(/etc/passwd)")),
    "JavaScript en una revisión anterior": actualizado(pdf(catalogo=b"/OpenAction" + JS)),
}
OCULTABLES = ("JavaScript", "JavaScript al abrir", "JavaScript en una anotación", "Launch", "XFA")
CON_ZIP = BytesIO()
with zipfile.ZipFile(CON_ZIP, "w") as _zip:
    _zip.writestr("a.html", "<script>alert(1)</script>")


@pytest.mark.parametrize("contenido", BUENOS.values(), ids=BUENOS)
def test_un_pdf_se_guarda_tal_como_llego(contenido: bytes) -> None:
    revisado = revisar("Escrito libre.PDF", contenido=contenido)
    assert (revisado.nombre, revisado.tipo) == ("Escrito libre.pdf", "application/pdf")
    assert revisado.contenido == contenido


@pytest.mark.parametrize("contenido", ACTIVOS.values(), ids=ACTIVOS)
def test_nada_activo_pasa(contenido: bytes) -> None:
    with pytest.raises(ArchivoActivo):
        revisar("a.pdf", contenido=contenido)


@pytest.mark.parametrize("caso", OCULTABLES)
def test_nada_activo_pasa_dentro_de_un_flujo_de_objetos(caso: str) -> None:
    contenido = en_flujo_de_objetos(ACTIVOS[caso])
    assert b"/S" not in contenido.replace(b"/Size", b"")
    with pytest.raises(ArchivoActivo):
        revisar("a.pdf", contenido=contenido)


@pytest.mark.parametrize("contrasena", ["", "secreta"])
@pytest.mark.parametrize("revision", [3, 4, 6])
def test_un_pdf_cifrado_no_pasa_aunque_abra_sin_contrasena(contrasena: str, revision: int) -> None:
    cifrado = pikepdf.Encryption(
        user=contrasena, owner="duena", R=revision, aes=revision > 3, metadata=revision > 3
    )
    with pytest.raises(ArchivoProtegido):
        revisar("a.pdf", contenido=guardado(de_reportlab(), encryption=cifrado))


def test_un_cifrado_que_no_conocemos_tambien_es_proteccion() -> None:
    ajeno = pdf(b"<</Filter/Adobe.PubSec/V 5/SubFilter/adbe.pkcs7.s5>>", trailer=b"/Encrypt 4 0 R")
    with pytest.raises(ArchivoProtegido):
        revisar("a.pdf", contenido=ajeno)


DANADOS = {
    "a la mitad": de_reportlab()[:900],
    "sin su final": de_reportlab()[:-20],
    "sin tabla": pdf().replace(b"xref", b"ferx"),
    "tabla que apunta a otra parte": pdf().replace(b"0000000015", b"0000000016"),
    "sólo la firma": b"%PDF-1.7",
    "versión de otro mundo": b"%PDF-9" + pdf()[6:],
    "sin páginas": pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[     ]/Count 0"),
    "páginas en círculo": pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
    "con un ZIP detrás": pdf() + CON_ZIP.getvalue(),
    "con un ZIP dentro": pdf(flujo(CON_ZIP.getvalue())),
    "con HTML detrás": pdf() + b"<html><script>alert(1)</script></html>",
    "con HTML detrás y otro final": pdf() + b"<html></html>\n%%EOF\n",
    "clave repetida": pdf(b"<</A 1/A 2>>"),
    "compresión que no lo es": pdf(flujo(b"0123456789", diccionario=b"/Filter/FlateDecode")),
    "anidado a fondo": pdf(b"[" * 20_000 + b"]" * 20_000),
    "filtros sin fin": pdf(flujo(b"x", diccionario=b"/Filter[" + b"/FlateDecode" * 50 + b"]")),
}


@pytest.mark.parametrize("contenido", DANADOS.values(), ids=DANADOS)
def test_lo_que_no_se_lee_entero_o_trae_algo_mas_no_pasa(contenido: bytes) -> None:
    with pytest.raises(ArchivoDanado):
        revisar("a.pdf", contenido=contenido)


@pytest.mark.parametrize("delante", [b"\n", b"\xef\xbb\xbf", b"<html>", b"GIF89a", b"PK\x03\x04"])
def test_nada_va_delante_de_la_firma(delante: bytes) -> None:
    with pytest.raises(ArchivoTipo):
        revisar("a.pdf", contenido=delante + pdf())


def test_501_paginas_son_demasiadas() -> None:
    with pytest.raises(ArchivoDemasiadoGrande):
        revisar("a.pdf", contenido=de_reportlab(501))


def test_50_mil_objetos_son_demasiados() -> None:
    with pytest.raises(ArchivoDemasiadoGrande):
        revisar("a.pdf", contenido=pdf(*[b"1"] * 50_000))


def bomba() -> bytes:
    """A page that takes 300 MB when it is opened."""
    return pdf(comprimido(bytes(300 << 20)), pagina=b"/Contents 4 0 R")


def bomba_repartida() -> bytes:
    """Ten streams of 100 MB: each would pass."""
    return pdf(*[comprimido(bytes(100 << 20))] * 10)


def bomba_en_la_tabla() -> bytes:
    """A table of objects of 300 MB, which must be read before anything else."""
    datos = comprimido(bytes(300 << 20), diccionario=b"/Type/XRef/W[1 4 2]/Size 44000000/Root 1 0 R")
    return b"%PDF-1.7\n1 0 obj\n" + datos + b"\nendobj\nstartxref\n9\n%%EOF\n"


def bomba_en_flujo_de_objetos() -> bytes:
    """An object stream of 180 MB."""
    blancos = b"(" + b" " * (60 << 20) + b")"
    return en_flujo_de_objetos(pdf(blancos, blancos, blancos, catalogo=b"/X[4 0 R 5 0 R 6 0 R]"))


@pytest.mark.parametrize("hacer", [bomba, bomba_repartida, bomba_en_la_tabla, bomba_en_flujo_de_objetos])
def test_una_bomba_no_pasa_de_su_proceso(hacer: Callable[[], bytes]) -> None:
    contenido = hacer()
    assert len(contenido) < MAXIMO_POR_ARCHIVO
    with pytest.raises(ArchivoDanado):
        revisar("a.pdf", contenido=contenido)
