"""The public API: its exact words, its silence, and its headers."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import TimeMachineFixture

from buzon.bitacora.models import Asiento, RechazoAsentado
from buzon.padron.models import Patron
from opinion.reglas import Motivo, Sentido
from tests.hipotesis import ejemplos
from tests.opinion.situaciones import FOLIO, NOMBRE, OTRO, RFC, autorizar, calcular, cancelar, publicar

pytestmark = pytest.mark.django_db

RUTA = f"/api/v1/opiniones/{RFC}"
CLAVES_DE_PROBLEMA = {"type", "title", "status", "detail", "codigo"}


@pytest.fixture(autouse=True)
def _reloj(ahora: datetime, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(ahora, tick=False)


@pytest.fixture(autouse=True)
def _sin_limite(settings: Settings) -> None:
    settings.LIMITES_FACTOR = 1000


def _problema(respuesta: Any, *, status: int, codigo: str) -> dict[str, Any]:
    assert respuesta.status_code == status
    assert respuesta.headers["Content-Type"] == "application/problem+json"
    assert respuesta.headers["Cache-Control"] == "no-store"
    assert respuesta.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" not in respuesta.headers
    datos: dict[str, Any] = respuesta.json()
    assert set(datos) == CLAVES_DE_PROBLEMA
    assert (datos["status"], datos["codigo"]) == (status, codigo)
    return datos


def test_autorizada(client: Client, ahora: datetime) -> None:
    publicar(ahora=ahora)
    respuesta = client.get(RUTA)
    assert respuesta.status_code == 200
    assert respuesta.headers["Content-Type"] == "application/json; charset=utf-8"
    assert respuesta.json() == {
        "rfc": RFC,
        "nombre": NOMBRE,
        "sentido": "POSITIVA",
        "calculada_en": "2026-11-23T11:10:44-06:00",
        "vigente_hasta": "2026-11-23T23:59:59-06:00",
        "folio": FOLIO,
        "autorizada_en": "2026-11-23T13:10:44-06:00",
    }
    assert not respuesta.cookies
    for nombre in ("ETag", "RateLimit", "RateLimit-Policy"):
        assert respuesta.headers[nombre]
    assert respuesta.headers["Cache-Control"] == "no-store"
    assert respuesta.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("motivo", [Motivo.AL_CORRIENTE, Motivo.CON_ADEUDOS, Motivo.TODOS_EN_BAJA])
def test_cada_sentido(client: Client, ahora: datetime, motivo: Motivo) -> None:
    publicar(ahora=ahora, motivo=motivo)
    assert client.get(RUTA).json()["sentido"] == motivo.sentido.value


@pytest.mark.parametrize(
    ("rfc", "escritos"),
    [
        (
            "IAÑL750210963",
            ["IA%C3%91L750210963", "ia%C3%B1l750210963", "IAN%CC%83L750210963", "IAÑL-750210-963"],
        ),
        ("H&E951128469", ["H%26E951128469", "H&E951128469", "h%26e-951128-469"]),
        (RFC, [RFC, "eku9003173c9", "%20EKU-900317-3C9"]),
    ],
)
def test_toda_forma_de_escribir_el_mismo_rfc(
    client: Client, ahora: datetime, rfc: str, escritos: list[str]
) -> None:
    publicar(rfc, ahora=ahora)
    for escrito in escritos:
        respuesta = client.get(f"/api/v1/opiniones/{escrito}")
        assert (respuesta.status_code, respuesta.json()["rfc"]) == (200, rfc), escrito


def test_no_publica_es_la_misma_para_los_tres(client: Client, ahora: datetime) -> None:
    calcular(OTRO, ahora=ahora, motivo=Motivo.CON_ADEUDOS)
    publicar(ahora=ahora)
    cancelar(ahora=ahora)
    respuestas = [client.get(f"/api/v1/opiniones/{rfc}") for rfc in ("KIJ0906199R1", OTRO, RFC)]
    for respuesta in respuestas:
        _problema(respuesta, status=404, codigo="no_publica")
    assert len({respuesta.content for respuesta in respuestas}) == 1
    cabeceras = [{k: v for k, v in r.headers.items() if k not in {"Date", "RateLimit"}} for r in respuestas]
    assert cabeceras[0] == cabeceras[1] == cabeceras[2]
    assert not Asiento.objects.exists()
    assert not RechazoAsentado.objects.exists()


@pytest.mark.parametrize(
    "malo", ["x", "XAXX010101000", "XEXX010101000", "EKU9013173C9", "%FF", "%00", "a/b", f"{RFC}/"]
)
def test_rfc_malo(client: Client, malo: str) -> None:
    _problema(client.get(f"/api/v1/opiniones/{malo}"), status=422, codigo="rfc_invalido")
    assert RechazoAsentado.objects.get(codigo="rfc_invalido").veces == 1


def test_la_primera_consulta_calcula_la_de_quien_no_esta_en_el_padron(
    client: Client, ahora: datetime
) -> None:
    autorizar(ahora=ahora)
    assert client.get(RUTA).json()["sentido"] == Sentido.SIN_OPINION.value


def test_con_hechos_ilegibles_no_hay_sentido(client: Client, ahora: datetime) -> None:
    autorizar(ahora=ahora)
    Patron.objects.create(rfc=RFC, nombre=NOMBRE, personas=2)
    respuesta = client.get(RUTA)
    _problema(respuesta, status=503, codigo="no_disponible")
    assert not any(sentido.value in respuesta.content.decode() for sentido in Sentido)


@pytest.mark.usefixtures("_limites_sin_reposicion")
def test_al_llegar_al_limite_429(settings: Settings) -> None:
    settings.LIMITES_FACTOR = 1 / 60
    uno = Client(REMOTE_ADDR="203.0.113.78")
    uno.get(RUTA)
    respuesta = uno.get(RUTA)
    _problema(respuesta, status=429, codigo="demasiadas_solicitudes")
    assert int(respuesta.headers["Retry-After"]) > 0
    assert respuesta.headers["RateLimit-Policy"]


def test_etag_mientras_siga_autorizada(client: Client, ahora: datetime) -> None:
    publicar(ahora=ahora)
    etag = client.get(RUTA).headers["ETag"]
    assert etag.startswith('"')
    igual = client.get(RUTA, headers={"If-None-Match": etag})
    assert (igual.status_code, igual.content, igual.headers["ETag"]) == (304, b"", etag)
    assert igual.headers["RateLimit"]
    assert igual.headers["Access-Control-Allow-Origin"] == "*"
    cancelar(ahora=ahora)
    _problema(client.get(RUTA, headers={"If-None-Match": etag}), status=404, codigo="no_publica")
    _problema(client.get(RUTA, headers={"If-None-Match": "*"}), status=404, codigo="no_publica")


def test_otro_dia_otro_etag(client: Client, ahora: datetime, time_machine: TimeMachineFixture) -> None:
    publicar(ahora=ahora)
    etag = client.get(RUTA).headers["ETag"]
    time_machine.move_to(ahora.replace(day=24), tick=False)
    respuesta = client.get(RUTA, headers={"If-None-Match": etag})
    assert (respuesta.status_code, respuesta.json()["vigente_hasta"]) == (200, "2026-11-24T23:59:59-06:00")


def test_head_como_get_sin_cuerpo(client: Client, ahora: datetime) -> None:
    publicar(ahora=ahora)
    get, head = client.get(RUTA), client.head(RUTA)
    assert (head.status_code, head.content) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k != "RateLimit"} == {
        k: v for k, v in get.headers.items() if k != "RateLimit"
    }
    assert client.head("/api/v1/opiniones/KIJ0906199R1").status_code == 404


@pytest.mark.parametrize("ruta", [RUTA, "/api/v1/openapi.json"])
def test_solo_se_lee(ruta: str) -> None:
    estricto = Client(enforce_csrf_checks=True)
    for metodo in (estricto.post, estricto.put, estricto.patch, estricto.delete, estricto.options):
        respuesta = metodo(ruta)
        assert (respuesta.status_code, respuesta.headers["Allow"]) == (405, "GET, HEAD")


def test_consulta_previa_de_otro_origen(client: Client) -> None:
    respuesta = client.options(
        RUTA, headers={"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    )
    assert respuesta.status_code == 204
    assert respuesta.headers["Access-Control-Allow-Origin"] == "*"
    assert respuesta.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Access-Control-Allow-Credentials" not in respuesta.headers


def test_una_sola_consulta(
    client: Client, ahora: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publicar(ahora=ahora)
    for rfc in (RFC, OTRO):
        with django_assert_num_queries(1):
            client.get(f"/api/v1/opiniones/{rfc}")


def test_la_raiz_no_pide_entrar(client: Client) -> None:
    assert client.get("/api/v1/").status_code == 404


@ejemplos(60, HealthCheck.function_scoped_fixture)
@given(st.binary(min_size=1, max_size=40) | st.text(min_size=1).map(lambda t: t.encode(errors="replace")))
def test_nada_da_500(client: Client, octetos: bytes) -> None:
    assert client.get(f"/api/v1/opiniones/{quote(octetos, safe='')}").status_code in {404, 422}


@ejemplos(40, HealthCheck.function_scoped_fixture)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_ningun_if_none_match_da_500(client: Client, valor: str) -> None:
    respuesta = client.get("/api/v1/openapi.json", headers={"If-None-Match": valor, "If-Match": valor})
    assert respuesta.status_code in {200, 304, 412}
