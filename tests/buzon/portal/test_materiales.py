"""The illustrated guide: each step has its screenshot, of the size that the page says."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from buzon.portal.materiales.preguntas import PREGUNTAS
from buzon.portal.materiales.procedimientos import ALTO, ANCHO, PROCEDIMIENTOS, Paso
from buzon.portal.materiales.sentidos import SENTIDOS
from opinion.reglas import Sentido

PASOS = [paso for procedimiento in PROCEDIMIENTOS for paso in procedimiento.pasos]


@pytest.mark.parametrize("paso", PASOS, ids=lambda paso: paso.captura)
def test_cada_paso_tiene_su_captura(paso: Paso) -> None:
    ruta = finders.find(paso.archivo)
    assert ruta, paso.archivo
    with Image.open(ruta) as imagen:
        assert (imagen.format, imagen.size) == ("WEBP", (ANCHO, ALTO))


def test_explica_cada_sentido() -> None:
    assert {significado.sentido for significado in SENTIDOS} == {sentido.value for sentido in Sentido}
    assert all(significado.hacer for significado in SENTIDOS)


def test_la_pagina_lo_dice_todo(client: Client) -> None:
    pagina = client.get("/materiales/").content.decode()
    assert len(re.findall(r'<img [^>]*alt="[^"]+"[^>]*loading="lazy"', pagina)) == len(PASOS)
    assert pagina.count("<details") == len(PREGUNTAS)
    for destino in re.findall(r'href="#([\w-]+)"', pagina):
        assert f'id="{destino}"' in pagina
