"""What every act has in common, whatever its trámite: it is signed at one desk."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from tests.personas import CELULAR, CORREO, Dentro

pytestmark = pytest.mark.django_db


def autorizar(quien: Dentro) -> HttpResponse:
    return quien.guardar("autorizar")


def agregar_un_medio(quien: Dentro) -> HttpResponse:
    alta = {"canal": "CORREO", "correo": "otra@ejemplo.mx"}
    return quien.http.post("/buzon/contactos/", alta, follow=True)


def aceptar_los_terminos(quien: Dentro) -> HttpResponse:
    quien.http.post("/activacion/", {"correo": CORREO, "celular": CELULAR})
    correo, celular = quien.codigos()
    codigos = {"codigo_correo": correo, "codigo_celular": celular}
    return quien.http.post("/activacion/codigos/", codigos, follow=True)


def pedir_orientacion(quien: Dentro) -> HttpResponse:
    datos = {"asunto": "OPINION_PUBLICA", "texto": "No encuentro mi opinión.", "accion": "continuar"}
    return quien.http.post("/promociones/aclaraciones/", datos, follow=True)


Certificar = Callable[[Dentro], HttpResponse]
CON_BUZON = [autorizar, agregar_un_medio]
A_CERTIFICAR = pytest.mark.parametrize("certificar", [*CON_BUZON, aceptar_los_terminos])


@pytest.fixture
def quien(certificar: Certificar, activa: Callable[..., Dentro], entrar: Callable[..., Dentro]) -> Dentro:
    return (activa if certificar in CON_BUZON else entrar)(persona="fisica")


@A_CERTIFICAR
def test_la_pagina_del_acto_dice_si_la_revocacion_no_se_consulto(
    quien: Dentro, certificar: Certificar, settings: Settings
) -> None:
    settings.EFIRMA_CRLS, settings.EFIRMA_SIN_REVOCACION = [], "advertir"
    pagina = quien.firmar(certificar(quien)).content.decode()
    assert "Descargar acuse" in pagina
    assert "Revocación no consultada" in pagina


@A_CERTIFICAR
def test_donde_se_consulto_no_lo_dice(quien: Dentro, certificar: Certificar) -> None:
    pagina = quien.firmar(certificar(quien)).content.decode()
    assert "Descargar acuse" in pagina
    assert "Revocación no consultada" not in pagina
