"""The headers of every kind of answer: one Content-Security-Policy, whole, and those that no answer differs in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from time_machine import TimeMachineFixture

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

# What the portal uses of what a page may ask a browser for: to write in the clipboard, of its own pages.
SE_USA = {"clipboard-write": "(self)"}
CON_PODER = {"camera", "microphone", "geolocation", "payment", "usb", "serial", "hid", "display-capture"}
CON_PODER |= {
    "clipboard-read",
    "publickey-credentials-get",
    "local-fonts",
    "idle-detection",
    "storage-access",
}


def exigir_las_de_toda_respuesta(respuesta: HttpResponse) -> None:
    permisos = dict(uno.split("=") for uno in respuesta.headers["Permissions-Policy"].split(", "))
    assert permisos.keys() > CON_PODER
    assert {nombre: quien for nombre, quien in permisos.items() if quien != "()"} == SE_USA
    assert respuesta.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert respuesta.headers["Server"] == ""
    assert respuesta.headers["X-Content-Type-Options"] == "nosniff"


def exigir_cabeceras(respuesta: HttpResponse, *, estado: int) -> None:
    assert respuesta.status_code == estado
    directivas = [una.split() for una in respuesta.headers["Content-Security-Policy"].split(";")]
    assert len(directivas) == len(POLITICA)
    assert {nombre: fuentes for nombre, *fuentes in directivas} == POLITICA
    assert "Content-Security-Policy-Report-Only" not in respuesta.headers
    exigir_las_de_toda_respuesta(respuesta)
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
        ("/.well-known/security.txt", 404),
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
    exigir_las_de_toda_respuesta(respuesta)


def test_lo_que_se_responde_antes_de_mirar_nada(settings: Settings) -> None:
    """A proxy that nobody knows, and the way to https, come before what gives pages their policy."""
    settings.SECURE_SSL_REDIRECT = True
    desconocido = Client().get("/", headers={"x-forwarded-proto": "https"})
    a_https = Client().get("/")
    assert [desconocido.status_code, a_https.status_code] == [400, 301]
    for respuesta in (desconocido, a_https):
        exigir_las_de_toda_respuesta(respuesta)


def test_al_salir_el_navegador_olvida(expediente: Expediente) -> None:
    fuera = navegador_de(expediente.rfc).post("/salir/")
    exigir_cabeceras(fuera, estado=302)
    assert fuera.headers["Clear-Site-Data"] == '"cache"'
    jefa = dentro(Usuario.objects.create_superuser("jefa"))
    assert "Clear-Site-Data" not in jefa.get("/admin/").headers
    assert jefa.post("/admin/logout/").headers["Clear-Site-Data"] == '"cache"'


def test_security_txt(settings: Settings, time_machine: TimeMachineFixture) -> None:
    ruta = "/.well-known/security.txt"
    settings.SEGURIDAD_CONTACTO = ""
    exigir_cabeceras(Client().get(ruta), estado=404)
    settings.SEGURIDAD_CONTACTO = "mailto:seguridad@buzon.example"
    time_machine.move_to(datetime(2028, 2, 29, 23, 59, tzinfo=UTC), tick=False)
    respuesta = Client().get(ruta)
    exigir_cabeceras(respuesta, estado=200)
    assert respuesta.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert respuesta.content.decode().splitlines() == [
        "Contact: mailto:seguridad@buzon.example",
        "Expires: 2028-08-27T00:00:00Z",
        "Preferred-Languages: es, en",
        f"Canonical: {settings.URL_PUBLICA}{ruta}",
    ]
