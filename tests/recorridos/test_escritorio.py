"""What every act has in common, whatever its trámite: it is signed at one desk."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from buzon.actos.models import ActoFirmado
from tests.limites import se_permite
from tests.personas import CELULAR, CORREO, Dentro, cadena_mostrada

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
CON_BUZON = [autorizar, agregar_un_medio, pedir_orientacion]
A_CERTIFICAR = pytest.mark.parametrize("certificar", [*CON_BUZON, aceptar_los_terminos])


@pytest.fixture
def quien(certificar: Certificar, activa: Callable[..., Dentro], entrar: Callable[..., Dentro]) -> Dentro:
    return (activa if certificar in CON_BUZON else entrar)(persona="fisica")


def ruta(pagina: HttpResponse) -> str:
    return str(pagina.request["PATH_INFO"])  # type: ignore[attr-defined]


@A_CERTIFICAR
def test_lo_que_se_firma_se_dice_antes_del_texto_exacto_que_va_plegado(
    quien: Dentro, certificar: Certificar
) -> None:
    pagina = certificar(quien).content.decode()
    resumen, plegado = pagina.split("<summary>Ver el texto exacto que se firma</summary>")
    assert "<details" in resumen[-60:]
    for dicho in (
        quien.persona.nombre,
        quien.persona.rfc,
        "<dt>Quién firma</dt>",
        "<dt>Plazo para firmar</dt>",
    ):
        assert dicho in resumen
    assert re.search("<dt>(Hasta cuándo|Cuándo responden)</dt>", resumen)
    assert f"|RFC:{quien.persona.rfc}|" in cadena_mostrada(plegado)


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


@A_CERTIFICAR
def test_el_mismo_envio_otra_vez_lleva_al_mismo_acto(quien: Dentro, certificar: Certificar) -> None:
    pagina = certificar(quien)
    url, envio = ruta(pagina), quien.envio(pagina, "acto")
    antes = ActoFirmado.objects.count()
    assert ruta(quien.http.post(url, envio, follow=True)) == ruta(quien.http.post(url, envio, follow=True))
    assert ActoFirmado.objects.count() == antes + 1


@A_CERTIFICAR
def test_demasiadas_firmas_se_dicen_en_la_misma_pagina(quien: Dentro, certificar: Certificar) -> None:
    pagina = certificar(quien)
    while se_permite("firmar", clave=quien.persona.rfc):
        pass
    respuesta = quien.firmar(pagina)
    assert (respuesta.status_code, respuesta.context["rechazo"].codigo) == (429, "demasiadas_solicitudes")
    assert int(respuesta.headers["Retry-After"]) > 0
    assert cadena_mostrada(respuesta.content.decode()) == cadena_mostrada(pagina.content.decode())
