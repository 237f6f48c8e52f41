"""JPEG and PNG: only the pixels stay."""

import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from buzon.adjuntos.errores import ArchivoDanado, ArchivoDemasiadoGrande, ArchivoTipo
from buzon.adjuntos.revision import MAXIMO_POR_ARCHIVO, revisar
from tests.buzon.adjuntos.fabricas import degradado, imagen, png, trozo

GUION = b"<script>alert(1)</script>"


def limpia(nombre: str, contenido: bytes) -> Image.Image:
    """What is kept of an image, opened, and held to carry nothing but its pixels."""
    revisado = revisar(nombre, contenido=contenido)
    abierta = Image.open(BytesIO(revisado.contenido))
    abierta.load()
    assert not set(abierta.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "transparency"}
    assert not abierta.getexif()
    return abierta


def diferencia(una: Image.Image, otra: Image.Image) -> float:
    assert una.size == otra.size
    return max(ImageStat.Stat(ImageChops.difference(una.convert("RGB"), otra.convert("RGB"))).mean)


def con_exif(orientacion: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientacion
    exif[0x010F] = "MARCA-DEL-TELEFONO"
    exif.get_ifd(0x8825)[2] = (19.0, 25.0, 42.0)
    return exif.tobytes()


def test_un_jpeg_pierde_exif_posicion_comentario_perfil_y_cola() -> None:
    original = imagen(
        "JPEG", exif=con_exif(1), comment=GUION, icc_profile=b"PERFIL" * 50, xmp=b"<x:xmpmeta/>"
    )
    revisado = revisar("Foto.JPEG", contenido=original + b"<html>" + GUION)
    assert (revisado.nombre, revisado.tipo) == ("Foto.jpg", "image/jpeg")
    for rastro in (b"MARCA", b"script", b"PERFIL", b"html", b"Exif", b"xmpmeta"):
        assert rastro not in revisado.contenido
    assert diferencia(limpia("a.jpg", original), degradado()) < 2


@pytest.mark.parametrize(("calidad", "submuestreo"), [(95, 0), (75, 2), (40, 1)])
def test_un_jpeg_no_pierde_al_guardarlo_otra_vez(calidad: int, submuestreo: int) -> None:
    original = imagen("JPEG", quality=calidad, subsampling=submuestreo, progressive=calidad == 75)
    assert diferencia(limpia("a.jpg", original), Image.open(BytesIO(original))) < 0.5


@pytest.mark.parametrize("orientacion", range(1, 9))
def test_una_foto_queda_derecha(orientacion: int) -> None:
    original = imagen("JPEG", exif=con_exif(orientacion), quality=95)
    guardada = limpia("a.jpg", original)
    assert guardada.size == ((64, 32) if orientacion < 5 else (32, 64))
    enderezada = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}[orientacion]
    esperada = degradado() if enderezada is None else degradado().transpose(Image.Transpose(enderezada))
    assert diferencia(guardada, esperada) < 3


def test_un_exif_ilegible_no_estorba() -> None:
    original = imagen("JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff\xff\xff")
    assert limpia("a.jpg", original).size == (64, 32)


def test_cmyk_y_gris() -> None:
    assert limpia("a.jpg", imagen("JPEG", modo="CMYK")).mode == "RGB"
    assert limpia("a.jpg", imagen("JPEG", modo="L")).mode == "L"
    assert diferencia(limpia("a.jpg", imagen("JPEG", modo="CMYK", quality=95)), degradado()) < 4


def test_de_un_jpeg_de_varias_fotos_queda_la_primera() -> None:
    salida = BytesIO()
    degradado().save(salida, "MPO", save_all=True, append_images=[degradado("L").convert("RGB")])
    assert salida.getvalue().startswith(b"\xff\xd8\xff")
    revisado = revisar("a.jpg", contenido=salida.getvalue())
    assert revisado.contenido.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("modo", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_un_png_queda_igual_pixel_por_pixel(modo: str) -> None:
    lienzo = Image.new("I;16", (64, 32), 40_000) if modo == "I;16" else degradado(modo)
    salida = BytesIO()
    lienzo.save(salida, "PNG", dpi=(300, 300), exif=con_exif(1), icc_profile=b"PERFIL" * 9)
    guardada = limpia("a.png", salida.getvalue())
    esperada = Image.open(BytesIO(salida.getvalue()))
    assert (guardada.mode, guardada.tobytes()) == (esperada.mode, esperada.tobytes())


def test_una_paleta_conserva_su_transparencia() -> None:
    original = imagen("PNG", modo="P", transparency=3)
    assert limpia("a.png", original).info["transparency"] == 3


def test_un_png_pierde_textos_y_cola() -> None:
    textos = (
        (b"tEXt", b"Comment\0" + GUION),
        (b"zTXt", b"a\0\0" + zlib.compress(GUION)),
        (b"eXIf", con_exif(1)[6:]),
    )
    revisado = revisar("a.png", contenido=png(*textos, (b"prVt", GUION)) + b"PK\x03\x04" + GUION)
    assert revisado.contenido.count(b"script") == 0
    assert b"PK" not in revisado.contenido
    assert limpia("a.png", revisado.contenido).size == (8, 8)


def test_un_png_animado_no_pasa() -> None:
    animado = imagen("PNG", save_all=True, append_images=[degradado("L").convert("RGB")])
    assert b"acTL" in animado
    with pytest.raises(ArchivoTipo):
        revisar("a.png", contenido=animado)


BOMBAS = {
    "100,000 por 100,000": png(ancho=100_000, alto=100_000),
    "2,000 millones de lado": png(ancho=2**31 - 1, alto=2**31 - 1),
    "50 megapixeles y uno": png(ancho=50_000_001, alto=1),
}


@pytest.mark.parametrize("contenido", BOMBAS.values(), ids=BOMBAS)
def test_una_imagen_enorme_no_se_abre(contenido: bytes) -> None:
    with pytest.raises(ArchivoDemasiadoGrande):
        revisar("a.png", contenido=contenido)


def test_50_megapixeles_caben_en_el_proceso() -> None:
    salida = BytesIO()
    Image.new("RGB", (10_000, 5_000), "white").save(salida, "JPEG", progressive=True, exif=con_exif(6))
    assert limpia("a.jpg", salida.getvalue()).size == (5_000, 10_000)


DANADAS = {
    "JPEG a la mitad": ("a.jpg", imagen("JPEG", lado=640)[:3000]),
    "JPEG sin más que su firma": ("a.jpg", b"\xff\xd8\xff\xe0"),
    "PNG a la mitad": ("a.png", imagen("PNG", lado=640)[:1200]),
    "PNG con menos pixeles que los que dice": ("a.png", png(ancho=80, alto=80)),
    "PNG sin pixeles": ("a.png", b"\x89PNG\r\n\x1a\n" + trozo(b"IEND", b"")),
    "PNG de cero por cero": ("a.png", png(ancho=0, alto=0)),
    "PNG con textos que se expanden sin fin": (
        "a.png",
        png(*[(b"zTXt", b"a\0\0" + zlib.compress(bytes(1 << 20)))] * 80),
    ),
}


@pytest.mark.parametrize(("nombre", "contenido"), DANADAS.values(), ids=DANADAS)
def test_lo_que_no_se_lee_entero_no_pasa(nombre: str, contenido: bytes) -> None:
    with pytest.raises(ArchivoDanado):
        revisar(nombre, contenido=contenido)


def test_un_jpeg_que_crece_se_guarda_con_menos_calidad() -> None:
    ruido = Image.effect_noise((2600, 2600), 90)
    salida = BytesIO()
    ruido.save(salida, "JPEG", quality=83, optimize=True)
    ajustado = salida.getvalue()
    assert MAXIMO_POR_ARCHIVO * 0.9 < len(ajustado) <= MAXIMO_POR_ARCHIVO
    girado = ajustado[:2] + b"\xff\xe1" + (len(con_exif(3)) + 2).to_bytes(2) + con_exif(3) + ajustado[2:]
    assert len(revisar("a.jpg", contenido=girado).contenido) <= MAXIMO_POR_ARCHIVO
