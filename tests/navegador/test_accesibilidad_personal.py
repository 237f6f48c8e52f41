"""WCAG 2.2 AA on every page of the staff's: they come from the URL conf and from the registry of the site."""

import pytest
from playwright.sync_api import Page

from tests.navegador import paginas
from tests.navegador.escenario import filas_del_personal
from tests.navegador.inspeccion import al_llegar
from tests.navegador.personal import entrar
from tests.navegador.visita import Visita
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador


def test_del_personal(portal: Portal, pagina: Page) -> None:
    filas = filas_del_personal(portal)
    entrar(pagina, portal, "personal")
    visita = Visita(pagina, portal)
    visita.verlas(paginas.del_personal(filas))
    visita.ver("404 del personal", "/admin/no-hay/", status=404)
    visita.exigir()


def test_negado_al_personal(portal: Portal, pagina: Page) -> None:
    """What refuses a member of the staff, and the forms sent empty."""
    entrar(pagina, portal, "personal")
    visita = Visita(pagina, portal)
    visita.ver("403 del personal", "/admin/bitacora/asiento/add/", status=403)
    for nombre, ruta in (
        ("contraseña con error", "password_change/"),
        ("carga con error", "padron/carga/add/"),
    ):
        pagina.goto(f"{portal.url}/admin/{ruta}")
        with pagina.expect_response(lambda una: una.request.method == "POST") as respuesta, al_llegar(pagina):
            pagina.locator("main form").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
        pagina.locator(".errornote").wait_for()
        visita.mirar(nombre, status=respuesta.value.status)
    visita.exigir()
