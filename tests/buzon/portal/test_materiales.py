"""The illustrated guide: a page a procedure, light, with pictures of both widths of the sizes that it says."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from buzon.portal.materiales.preguntas import PREGUNTAS
from buzon.portal.materiales.procedimientos import (
    ESCRITORIO,
    PROCEDIMIENTOS,
    TELEFONO,
    Formato,
    Paso,
    Procedimiento,
)
from buzon.portal.materiales.sentidos import SENTIDOS
from opinion.reglas import Sentido

PASOS = [paso for procedimiento in PROCEDIMIENTOS for paso in procedimiento.pasos]
# With the rest of a page (its HTML, sheet, scripts and letters: 80 kB, tests/navegador/test_flujo.py), 200 kB.
IMAGENES_MAXIMO = 120_000

cada_procedimiento = pytest.mark.parametrize("procedimiento", PROCEDIMIENTOS, ids=lambda uno: uno.clave)
en_cada_formato = pytest.mark.parametrize("formato", [ESCRITORIO, TELEFONO], ids=["escritorio", "telefono"])


def imagen_de(paso: Paso, formato: Formato) -> Path:
    ruta = finders.find(paso.archivo_de(formato))
    assert ruta, paso.archivo_de(formato)
    return Path(ruta)


@en_cada_formato
@pytest.mark.parametrize("paso", PASOS, ids=lambda paso: paso.captura)
def test_cada_paso_tiene_sus_imagenes(paso: Paso, formato: Formato) -> None:
    with Image.open(imagen_de(paso, formato)) as imagen:
        assert (imagen.format, imagen.size) == ("WEBP", (formato.ancho, formato.alto))


@en_cada_formato
@cada_procedimiento
def test_las_imagenes_de_una_pagina_pesan_poco(procedimiento: Procedimiento, formato: Formato) -> None:
    assert sum(imagen_de(paso, formato).stat().st_size for paso in procedimiento.pasos) <= IMAGENES_MAXIMO


def test_no_sobra_ninguna_imagen() -> None:
    carpeta = imagen_de(PASOS[0], ESCRITORIO).parent
    esperadas = {imagen_de(paso, formato).name for paso in PASOS for formato in (ESCRITORIO, TELEFONO)}
    assert {ruta.name for ruta in carpeta.iterdir()} == esperadas


def test_explica_cada_sentido() -> None:
    assert {significado.sentido for significado in SENTIDOS} == {sentido.value for sentido in Sentido}
    assert all(significado.hacer for significado in SENTIDOS)


@pytest.mark.usefixtures("gente_demo")
def test_el_indice_lleva_a_cada_procedimiento_y_lo_demas_esta_en_el(client: Client) -> None:
    pagina = client.get("/materiales/").text
    for procedimiento in PROCEDIMIENTOS:
        assert f'<a href="/materiales/{procedimiento.clave}/">{procedimiento.titulo}</a>' in pagina
    assert "<img" not in pagina
    # The questions, and Acrobat's.
    assert pagina.count('<details class="pregunta">') == len(PREGUNTAS) + 1
    assert all(f'data-sentido="{sentido.value}"' in pagina for sentido in Sentido)


@cada_procedimiento
def test_cada_procedimiento_ensena_sus_pasos_y_lleva_al_siguiente(
    client: Client, procedimiento: Procedimiento
) -> None:
    pagina = client.get(f"/materiales/{procedimiento.clave}/").text
    assert len(re.findall(r'<img [^>]*alt="[^"]+"[^>]*loading="lazy"', pagina)) == len(procedimiento.pasos)
    assert pagina.count('<source media="(max-width: 40rem)"') == len(procedimiento.pasos)
    siguientes = re.findall(r'<a class="boton" href="/materiales/(\w+)/">', pagina)
    claves = [uno.clave for uno in PROCEDIMIENTOS]
    assert siguientes == claves[claves.index(procedimiento.clave) + 1 :][:1]


def test_un_procedimiento_que_no_hay(client: Client) -> None:
    assert client.get("/materiales/otro/").status_code == 404
