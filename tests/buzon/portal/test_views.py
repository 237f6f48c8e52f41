"""The public pages of the shell, and the pages of errors."""

import json
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory

from buzon.portal import views

PAGINAS = {
    "/": "Haz pública tu opinión del cumplimiento",
    "/soporte/": "10 días naturales",
    "/legal/": "ACDO.AS2.HCT.270422/107.P.DIR",
    "/privacidad/": "Lo que nunca recibimos",
    "/glosario/": "Sin Opinión",
    "/materiales/": "Qué significa cada sentido y qué hacer",
}


def texto(respuesta: object) -> str:
    assert isinstance(respuesta, HttpResponse)
    return respuesta.content.decode()


@pytest.mark.parametrize(("ruta", "contenido"), PAGINAS.items())
def test_se_abre_sin_sesion_y_dice_lo_suyo(client: Client, ruta: str, contenido: str) -> None:
    respuesta = client.get(ruta)
    assert respuesta.status_code == 200
    pagina = texto(respuesta)
    assert contenido in pagina
    assert "Clon demostrativo, sin validez oficial" in pagina
    assert "Este sitio no es del Instituto Mexicano del Seguro Social" in pagina
    assert pagina.count("<h1") == 1


@pytest.mark.parametrize("ruta", PAGINAS)
def test_no_admite_post(client: Client, ruta: str) -> None:
    assert client.post(ruta).status_code == 405


def test_el_inicio_lleva_a_las_tres_puertas(client: Client) -> None:
    pagina = texto(client.get("/"))
    for ruta, nombre in (
        ("/ingresar/", "Ingresar al Buzón IMSS"),
        ("/opinion/", "Consulta de opinión pública"),
        ("/verificar/", "Verificar un acuse"),
    ):
        assert f'<a href="{ruta}">{nombre}</a>' in pagina


def test_soporte_dice_los_canales_de_la_guia(client: Client) -> None:
    pagina = texto(client.get("/soporte/"))
    for dato in (
        "800 623 23 23",
        "Opción 5, luego opción 5",
        "9:00 a 18:00",
        "32D Opinión Pública",
        "365 días",
    ):
        assert dato in pagina


def test_legal_dibuja_los_seis_pasos_en_orden(client: Client) -> None:
    pagina = texto(client.get("/legal/"))
    lugares = [
        pagina.index(f"<h3>{paso}</h3>")
        for paso in ("Entrar", "Abrir el trámite", "Manifestar", "Certificar", "Resultado", "Acuse")
    ]
    assert lugares == sorted(lugares)


def test_una_direccion_que_no_existe_da_404_con_salidas(client: Client) -> None:
    respuesta = client.get("/no-existe/")
    assert respuesta.status_code == 404
    assert "No encontramos esta página" in texto(respuesta)
    assert "/soporte/" in texto(respuesta)


@pytest.mark.parametrize(
    ("vista", "status", "titulo"),
    [
        (views.error_400, 400, "No entendimos la solicitud"),
        (views.error_403, 403, "No puedes abrir esta página"),
        (views.error_404, 404, "No encontramos esta página"),
    ],
)
def test_paginas_de_error(vista: object, status: int, titulo: str) -> None:
    assert callable(vista)
    respuesta = vista(RequestFactory().get("/"), Exception())
    assert respuesta.status_code == status
    assert f"<h1>{titulo}</h1>" in texto(respuesta)


def test_la_pagina_de_error_interno_no_pregunta_nada_a_la_peticion() -> None:
    class Rota:
        def __getattribute__(self, nombre: str) -> object:
            raise AssertionError(nombre)

    respuesta = views.error_500(Rota())  # type: ignore[arg-type]
    assert respuesta.status_code == 500
    assert 'data-codigo="error_interno"' in texto(respuesta)
    assert "sin validez oficial" in texto(respuesta)


def test_el_formulario_vencido_dice_que_hacer() -> None:
    respuesta = views.csrf_rechazado(RequestFactory().post("/"), reason="CSRF cookie not set.")
    assert respuesta.status_code == 403
    assert 'data-codigo="formulario_vencido"' in texto(respuesta)
    assert "cookie not set" not in texto(respuesta)


@pytest.mark.parametrize(
    "cabeceras",
    [
        {"Accept": "application/json"},
        {"Accept": "application/json, text/plain, */*"},
        {"Accept": "application/problem+json"},
        {"Accept": "*/*", "Sec-Fetch-Dest": "empty"},
        {"Accept": "*/*", "HX-Request": "true"},
    ],
)
def test_el_formulario_vencido_de_un_guion_es_json(cabeceras: dict[str, str]) -> None:
    respuesta = views.csrf_rechazado(RequestFactory().post("/", headers=cabeceras), reason="CSRF")
    assert (respuesta.status_code, respuesta["Content-Type"]) == (403, "application/problem+json")
    assert json.loads(respuesta.content)["codigo"] == "formulario_vencido"


@pytest.mark.parametrize(
    "acepta", ["", "*/*", "text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "x"]
)
def test_el_formulario_vencido_de_una_pagina_es_una_pagina(acepta: str) -> None:
    peticion = RequestFactory().post("/", headers={"Accept": acepta, "Sec-Fetch-Dest": "document"})
    assert views.csrf_rechazado(peticion)["Content-Type"].startswith("text/html")


def test_quien_esta_dentro_ve_su_nombre_su_rfc_y_salir() -> None:
    request = RequestFactory().get("/soporte/")
    request.persona = SimpleNamespace(  # type: ignore[attr-defined]
        nombre="<b>ÑANDÚ & CÍA</b>", rfc="ÑAN010203AB1", buzon_activo=True
    )
    respuesta = views.soporte(request)
    assert isinstance(respuesta, TemplateResponse)
    pagina = texto(respuesta.render())
    assert "&lt;b&gt;ÑANDÚ &amp; CÍA&lt;/b&gt;" in pagina
    assert "ÑAN010203AB1" in pagina
    assert '<form method="post" action="/salir/" hx-boost="false">' in pagina
    assert "32D Autorización de Opinión Pública" in pagina
