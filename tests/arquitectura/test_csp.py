"""The Content-Security-Policy is the same, whole, on every kind of answer: none adds to it, none lacks a directive."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from buzon.actos.models import ActoPreparado
from buzon.cuentas.models import Usuario
from buzon.documentos import views
from buzon.web import limites
from tests.buzon.portal.dentro import navegador_de
from tests.personal.dentro import dentro
from tests.personal.expedientes import Expediente, crear_expediente, sellar_a_mano

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_sin_limites_usados")]
POLITICA = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}


def exigir_cabeceras(respuesta: HttpResponse, *, estado: int) -> None:
    assert respuesta.status_code == estado
    directivas = [una.split() for una in respuesta.headers["Content-Security-Policy"].split(";")]
    assert len(directivas) == len(POLITICA)
    assert {nombre: fuentes for nombre, *fuentes in directivas} == POLITICA
    assert "Content-Security-Policy-Report-Only" not in respuesta.headers
    assert respuesta.headers["X-Content-Type-Options"] == "nosniff"
    assert respuesta.headers["Referrer-Policy"] == "same-origin"
    assert respuesta.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.fixture
def expediente() -> Expediente:
    uno = crear_expediente(1)
    sellar_a_mano(uno.documento)
    return uno


@pytest.mark.parametrize(
    ("ruta", "estado"),
    [
        ("/", 200),
        ("/materiales/", 200),
        ("/ingresar/", 200),
        ("/opinion/", 200),
        ("/opinion/EKU9003173C9/", 200),
        ("/opinion/EKU9003173C9/?otra", 200),  # from the mould that the one before it left
        ("/opinion/no-es-un-rfc/", 422),
        ("/verificar/", 200),
        ("/demo/mensajes/", 200),
        ("/api/v1/opiniones/EKU9003173C9", 404),
        ("/api/v1/openapi.json", 200),
        ("/livez", 200),
        ("/readyz", 200),
        ("/buzon/", 302),
        ("/admin/login/", 200),
        ("/admin/", 302),
        ("/no-existe/", 404),
        ("/admin/?q=%00", 422),
    ],
)
def test_sin_sesion(ruta: str, estado: int) -> None:
    exigir_cabeceras(Client().get(ruta), estado=estado)


def test_por_dentro(expediente: Expediente) -> None:
    quien, folio = navegador_de(expediente.rfc), expediente.acto.folio
    for ruta in (
        "/buzon/",
        "/buzon/contactos/",
        "/buzon/sesiones/",
        "/sesion/",
        "/cobranza/32d/autorizacion/",
        f"/cobranza/32d/autorizacion/actos/{folio}/",
        "/cobranza/32d/mi-opinion/",
        "/promociones/aclaraciones/",
        f"/promociones/aclaraciones/{folio}/",
        f"/acuses/{folio}.pdf",
    ):
        exigir_cabeceras(quien.get(ruta), estado=200)
    exigir_cabeceras(quien.get("/acuses/12345678901234567890123.pdf"), estado=404)


def test_la_pagina_que_firma(expediente: Expediente) -> None:
    quien = navegador_de(expediente.rfc)
    pagina = quien.post("/cobranza/32d/autorizacion/", {"manifestacion": "cancelar"}, follow=True)
    assert ActoPreparado.objects.filter(pk=pagina.context["acto"].pk).exists()
    assert b"data-cadena" in pagina.content
    exigir_cabeceras(pagina, estado=200)


def test_el_personal() -> None:
    jefa = dentro(Usuario.objects.create_superuser("jefa"))
    for ruta in ("/admin/", "/admin/tablero/", "/admin/expediente/", "/admin/bitacora/asiento/"):
        exigir_cabeceras(jefa.get(ruta), estado=200)
    empleada = dentro(Usuario.objects.create_user("empleada", is_staff=True))
    exigir_cabeceras(empleada.get("/admin/bitacora/asiento/"), estado=403)


def test_400_403_405_y_413() -> None:
    exigir_cabeceras(Client(enforce_csrf_checks=True).post("/salir/"), estado=403)
    exigir_cabeceras(Client().get("/", headers={"host": "otro.example"}), estado=400)
    exigir_cabeceras(Client().put("/ingresar/"), estado=405)
    de_mas = Client().post("/opinion/", data=b"x" * (257 * 1024), content_type="text/plain")
    exigir_cabeceras(de_mas, estado=413)


@pytest.mark.parametrize(
    ("ruta", "limite"),
    [("/opinion/", "consulta"), ("/api/v1/opiniones/EKU9003173C9", "api"), ("/ingresar/", "reto")],
)
def test_429(ruta: str, limite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limites.LIMITES, limite, (1, 3600))
    Client().get(ruta)
    exigir_cabeceras(Client().get(ruta), estado=429)


def test_500(monkeypatch: pytest.MonkeyPatch) -> None:
    def falla(*_: object, **__: object) -> None:
        raise RuntimeError("prueba")

    monkeypatch.setattr(views, "VerificarForm", falla)
    exigir_cabeceras(Client(raise_request_exception=False).get("/verificar/"), estado=500)


def test_lo_estatico_no_se_interpreta(settings: Settings, tmp_path: Path) -> None:
    """Static files are our own and carry no policy; a browser takes them for what they say that they are."""
    (tmp_path / "propio.js").write_text("'use strict';", encoding="utf-8")
    settings.STATIC_ROOT = tmp_path
    respuesta = Client().get("/estaticos/propio.js")
    respuesta.close()
    assert respuesta.status_code == 200
    assert respuesta.headers["Content-Type"].startswith("text/javascript")
    assert "Content-Security-Policy" not in respuesta.headers
    assert respuesta.headers["X-Content-Type-Options"] == "nosniff"
