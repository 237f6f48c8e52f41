"""The drawing of an acuse: exact texts, one or two pages, the same bytes every time."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from buzon.documentos.pdf.datos import Campo, DatosDocumento
from buzon.documentos.pdf.hoja import Dibujo, dibujar
from tests.buzon.documentos.conftest import CADENA, CODIGO, FIRMA, FOLIO, TITULO
from tests.buzon.documentos.herramientas import texto_de

RAROS = [
    ("CAÑF770131PA3", "FÉLIX CAÑEDO ÑÚÑEZ"),
    ("H&E951128469", "HERRERÍA & ELECTRICOS  S DE CV"),
    ("EKU9003173C9", '<img src="/etc/passwd"/> <b>&amp; &#65; {{ x }} %s \\n'),
    ("EKU9003173C9", "=HYPERLINK(0) (paréntesis) \\(barra\\) ../.."),
]


def dibujo(datos: DatosDocumento) -> Dibujo:
    return dibujar(datos, fuentes=settings.FUENTES)


@pytest.mark.parametrize(("rfc", "nombre"), RAROS)
def test_los_valores_salen_tal_cual(
    datos: Callable[..., DatosDocumento], tmp_path: Path, rfc: str, nombre: str
) -> None:
    texto = texto_de(dibujo(datos(nombre=nombre, rfc=rfc)).pdf, "-layout", en=tmp_path)
    assert f" {rfc}\n" in texto
    assert " ".join(nombre.split()) in texto  # pdftotext itself joins spaces


def test_los_espacios_dobles_estan_en_el_pdf(datos: Callable[..., DatosDocumento]) -> None:
    hoja = PdfReader(BytesIO(dibujo(datos(nombre="UNO  DOS   TRES")).pdf)).pages[0]
    assert "UNO  DOS   TRES" in hoja.extract_text()


@pytest.mark.parametrize("opcion", ["-layout", "-raw"])
def test_folio_y_codigo_en_un_renglon(
    datos: Callable[..., DatosDocumento], tmp_path: Path, opcion: str
) -> None:
    renglones = texto_de(dibujo(datos()).pdf, opcion, en=tmp_path).splitlines()
    assert any(r.split() == ["Folio", FOLIO] for r in renglones)
    assert any(r.strip() == f"Código de verificación: {CODIGO}" for r in renglones)


def test_la_cadena_y_la_firma_enteras(datos: Callable[..., DatosDocumento], tmp_path: Path) -> None:
    acuse = datos(nombre="SINESPACIOS")
    texto = texto_de(dibujo(acuse).pdf, "-raw", en=tmp_path).replace("\n", "")
    assert CADENA.format(nombre="SINESPACIOS").replace(" ", "") in texto.replace(" ", "")
    assert FIRMA in texto


def test_dice_lo_que_debe(datos: Callable[..., DatosDocumento], tmp_path: Path) -> None:
    texto = " ".join(texto_de(dibujo(datos()).pdf, "-raw", en=tmp_path).split())
    for frase in (
        TITULO,
        settings.FUNDAMENTO,
        "sin validez oficial",
        "SIN VALIDEZ OFICIAL",
        "cadena.txt, firma.p7s.",
    ):
        assert frase in texto


def test_una_pagina_de_ordinario(datos: Callable[..., DatosDocumento]) -> None:
    assert dibujo(datos()).paginas == 1


@pytest.mark.parametrize("nombre", ["Ñ" * 255, "W" * 255, "ÑANDÚ & " * 31 + "CIA"])
def test_dos_paginas_con_un_nombre_de_255(
    datos: Callable[..., DatosDocumento], tmp_path: Path, nombre: str
) -> None:
    hoja = dibujo(datos(nombre=nombre))
    texto = texto_de(hoja.pdf, "-layout", en=tmp_path)
    assert hoja.paginas == 2
    assert texto.count("SIN VALIDEZ OFICIAL") == 2
    assert "Página 1 de 2" in texto
    assert "Página 2 de 2" in texto
    assert "Sello digital del portal" in texto.split("\f")[1]


def test_una_cadena_enorme_sigue_en_otras_paginas(
    datos: Callable[..., DatosDocumento], tmp_path: Path
) -> None:
    cadena = "".join(f"{n:08d}" for n in range(2500))
    hoja = dibujo(datos(cadena=cadena))
    paginas = texto_de(hoja.pdf, "-raw", en=tmp_path).split("\f")
    assert hoja.paginas > 2
    assert all(f"{n:08d}" in "".join(paginas).replace("\n", "") for n in (0, 1300, 2499))
    assert "Código de verificación" in paginas[hoja.paginas - 1]


def test_un_campo_mas_alto_que_la_hoja(datos: Callable[..., DatosDocumento], tmp_path: Path) -> None:
    largo = " ".join(f"palabra{n}" for n in range(1200))
    texto = texto_de(dibujo(datos(campos=(Campo("Largo", largo),))).pdf, "-layout", en=tmp_path)
    assert "palabra0 " in texto
    assert "palabra1199" in texto


def test_nada_sale_de_los_margenes(datos: Callable[..., DatosDocumento], tmp_path: Path) -> None:
    salida = texto_de(dibujo(datos(nombre="W" * 255)).pdf, "-bbox", en=tmp_path)
    derechas = [float(parte.split('"')[1]) for parte in salida.split("xMax=")[1:] if "word" not in parte[:3]]
    assert max(derechas) <= 558.5


def test_metadatos(datos: Callable[..., DatosDocumento]) -> None:
    lector = PdfReader(BytesIO(dibujo(datos()).pdf))
    assert lector.metadata is not None
    assert lector.metadata.title == TITULO
    assert "sin validez oficial" in str(lector.metadata.author)
    assert str(lector.metadata["/CreationDate"]) == "D:20261123131044-06'00'"
    assert str(lector.root_object["/Lang"]) == "es-MX"


def test_las_fuentes_van_dentro(datos: Callable[..., DatosDocumento], tmp_path: Path) -> None:
    fuentes = PdfReader(BytesIO(dibujo(datos()).pdf)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert fuentes
    assert all("/FontFile2" in fuente.get_object()["/FontDescriptor"] for fuente in fuentes.values())


PROGRAMA = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from buzon.documentos.pdf.datos import Campo, Corrido, DatosDocumento, Panel, Tabla
from buzon.documentos.pdf.hoja import dibujar
datos = DatosDocumento(
    titulo="T", apartado="A", piezas=(Tabla((Campo("Ñ", "Łódź & Ñ", "漢"),)), Panel("M", "n"), Corrido("C", "||c||")),
    folio="1" * 23, codigo="C", url_verificar="u", como_verificar="c", qr="q", fundamento="F",
    sellado_en=datetime(2026, 1, 1, tzinfo=UTC))
sys.stdout.buffer.write(dibujar(datos, fuentes=Path(sys.argv[1])).pdf)
"""


def test_los_mismos_bytes_en_cada_proceso() -> None:
    salidas = set()
    for semilla in ("1", "2"):
        entorno = os.environ | {"PYTHONHASHSEED": semilla, "TZ": f"UTC+{semilla}"}
        orden = [sys.executable, "-c", PROGRAMA, str(settings.FUENTES)]
        proceso = subprocess.run(orden, env=entorno, cwd=settings.BASE_DIR, capture_output=True, check=True)
        salidas.add(proceso.stdout)
    assert len(salidas) == 1
    assert salidas.pop().startswith(b"%PDF-")
