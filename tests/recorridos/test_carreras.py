"""Races: of any number of submissions one takes effect, and the rest learn it without a fault."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from pytest_django import Settings

from autorizacion32d.models import Autorizacion, Transicion
from buzon.actos.models import ActoFirmado
from buzon.bitacora.models import Asiento
from buzon.cuentas.models import Ingreso
from buzon.demo.personas import Persona
from buzon.documentos.models import Documento
from tests.personas import Dentro

pytestmark = pytest.mark.django_db(transaction=True)  # threads on connections of their own
Envio = tuple[str, dict[str, str]]


@pytest.fixture(autouse=True)
def _sin_topes(settings: Settings) -> None:
    settings.LIMITES_FACTOR = 100


def a_la_vez(quien: Dentro, envios: list[Envio]) -> list[tuple[int, str]]:
    """Post them all at once, each from its own connection; return status and destination of each."""

    def enviar(envio: Envio) -> tuple[int, str]:
        pestana = Client()
        pestana.cookies = SimpleCookie({nombre: g.value for nombre, g in quien.http.cookies.items()})
        try:
            respuesta = pestana.post(*envio)
            return respuesta.status_code, respuesta.headers.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as hilos:
        return list(hilos.map(enviar, envios))


def por_firmar(quien: Dentro, manifestacion: str) -> Envio:
    pagina = quien.guardar(manifestacion)
    return pagina.request["PATH_INFO"], quien.envio(pagina, "acto")  # type: ignore[attr-defined]


def todo_concuerda() -> None:
    salida = StringIO()
    call_command("revisar_invariantes", stdout=salida)
    assert "todo concuerda" in salida.getvalue()


def test_cincuenta_envios_de_un_acto_son_un_acto(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    respuestas = a_la_vez(quien, [por_firmar(quien, "autorizar")] * 50)
    folio = Autorizacion.objects.get(rfc=quien.persona.rfc).folio
    assert set(respuestas) == {(302, f"/cobranza/32d/autorizacion/actos/{folio}/")}
    assert Transicion.objects.count() == 1
    assert Documento.objects.filter(folio=folio).count() == 1
    assert Asiento.objects.filter(evento="autorizacion32d.autorizar").count() == 1
    todo_concuerda()


def test_dos_actos_sobre_el_mismo_estado(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    quien.hacer("autorizar")
    envios = [por_firmar(quien, "cancelar") for _ in range(6)]
    estados = sorted(status for status, _ in a_la_vez(quien, envios))
    assert estados == [302] + [409] * 5
    assert Autorizacion.objects.get(rfc=quien.persona.rfc).estado == "CANCELADA"
    todo_concuerda()


@pytest.mark.usefixtures("_sin_limites_usados")
def test_un_reto_a_la_vez_en_cincuenta_entradas(elegir: Callable[..., Persona]) -> None:
    quien = Dentro(elegir(persona="fisica"))
    envio = ("/ingresar/", quien.envio(quien.http.get("/ingresar/"), "reto"))
    estados = sorted(status for status, _ in a_la_vez(quien, [envio] * 50))
    assert estados == [302] + [422] * 49
    assert Ingreso.objects.count() == 1


def test_un_acto_no_se_firma_despues_de_salir(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="moral")
    envio = por_firmar(quien, "autorizar")
    galletas = SimpleCookie({nombre: g.value for nombre, g in quien.http.cookies.items()})
    quien.http.post("/salir/")
    quien.http.cookies = galletas
    (respuesta,) = a_la_vez(quien, [envio])
    assert respuesta[0] == 302
    assert respuesta[1].startswith("/ingresar/")
    assert not ActoFirmado.objects.filter(tramite__startswith="autorizacion32d").exists()


def test_la_activacion_tampoco_se_duplica(entrar: Callable[..., Dentro]) -> None:
    quien = entrar(persona="fisica")
    quien.activar()
    assert ActoFirmado.objects.count() == 1
    todo_concuerda()
