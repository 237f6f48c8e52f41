"""Which answers are compressed: pages, where nothing of the request is reflected in them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.personas import Dentro

pytestmark = pytest.mark.django_db
ACEPTA = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize(
    "ruta", ["/", "/materiales/", "/soporte/", "/glosario/", "/verificar/", "/ingresar/"]
)
def test_las_publicas(ruta: str) -> None:
    respuesta = Client().get(ruta, headers=ACEPTA)
    assert respuesta.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in respuesta.headers["Vary"]
    entera = Client().get(ruta)
    assert "Content-Encoding" not in entera.headers
    assert len(respuesta.content) < len(entera.content) / 2


@pytest.mark.parametrize(
    "ruta",
    [
        "/opinion/",
        "/opinion/PEJ110822KT2/",
        "/verificar/?folio=1",
        "/?a=b",
        "/no-existe/",
        "/livez",
        "/api/v1/openapi.json",
    ],
)
def test_no_lo_que_refleja_la_peticion_ni_lo_que_no_es_pagina(ruta: str) -> None:
    assert "Content-Encoding" not in Client().get(ruta, headers=ACEPTA).headers


def test_dentro(activa: Callable[..., Dentro]) -> None:
    quien = activa(persona="fisica")
    assert quien.http.get("/buzon/", headers=ACEPTA).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in quien.http.get("/buzon/?q=a", headers=ACEPTA).headers
    formulario = quien.http.post("/cobranza/32d/autorizacion/", {}, headers=ACEPTA)
    assert "Content-Encoding" not in formulario.headers
