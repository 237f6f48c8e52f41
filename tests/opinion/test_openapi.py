"""The description of the API: valid, complete, and served to anybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pytest_django import Settings

from tests.opinion.situaciones import FOLIO, NOMBRE, RFC, publicar

pytestmark = pytest.mark.django_db

VERBOS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@pytest.fixture
def documento(client: Client, settings: Settings) -> dict[str, Any]:
    settings.LIMITES_FACTOR = 1000
    respuesta = client.get("/api/v1/openapi.json")
    assert (respuesta.status_code, respuesta.headers["Access-Control-Allow-Origin"]) == (200, "*")
    datos: dict[str, Any] = respuesta.json()
    return datos


def _esquemas(nodo: Any) -> Iterator[dict[str, Any]]:
    if isinstance(nodo, dict):
        if isinstance(nodo.get("schema"), dict):
            yield nodo["schema"]
        for valor in nodo.values():
            yield from _esquemas(valor)
    elif isinstance(nodo, list):
        for valor in nodo:
            yield from _esquemas(valor)


def _operacion(documento: dict[str, Any]) -> dict[str, Any]:
    operacion: dict[str, Any] = documento["paths"]["/api/v1/opiniones/{rfc}"]["get"]
    return operacion


def test_estructura(documento: dict[str, Any]) -> None:
    assert documento["openapi"] == "3.1.0"
    assert set(documento["info"]) >= {"title", "version", "description"}
    assert list(documento["paths"]) == ["/api/v1/opiniones/{rfc}"]
    verbos = documento["paths"]["/api/v1/opiniones/{rfc}"]
    assert set(verbos) == {"get"} <= VERBOS
    (parametro,) = _operacion(documento)["parameters"]
    assert (parametro["in"], parametro["name"], parametro["required"]) == ("path", "rfc", True)


def test_responde_lo_que_el_contrato_dice(documento: dict[str, Any]) -> None:
    respuestas = _operacion(documento)["responses"]
    assert {str(status) for status in respuestas} == {"200", "404", "422", "429", "503"}
    for status in ("404", "422", "429", "503"):
        assert list(respuestas[status]["content"]) == ["application/problem+json"]
        assert respuestas[status]["description"]


def test_los_esquemas_son_json_schema(documento: dict[str, Any]) -> None:
    todos = [*_esquemas(documento["paths"]), *documento["components"]["schemas"].values()]
    assert len(todos) > 5
    for esquema in todos:
        Draft202012Validator.check_schema(esquema)


def test_la_respuesta_cumple_su_esquema(documento: dict[str, Any], client: Client, ahora: Any) -> None:
    publicar(ahora=ahora)
    esquema = _operacion(documento)["responses"]["200"]["content"]["application/json"]["schema"]
    validador = Draft202012Validator({**esquema, "components": documento["components"]})
    datos = client.get(f"/api/v1/opiniones/{RFC}").json()
    validador.validate(datos)
    assert (datos["nombre"], datos["folio"]) == (NOMBRE, FOLIO)
    assert not validador.is_valid({**datos, "sentido": "EN_ACLARACION"})
    assert not validador.is_valid({clave: valor for clave, valor in datos.items() if clave != "folio"})


def test_no_hay_pagina_que_cargue_guiones_de_fuera(client: Client) -> None:
    assert client.get("/api/v1/docs").status_code == 404
