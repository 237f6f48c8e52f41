"""Everything of one RFC and the dashboard in a real browser, at both widths: axe, the console, no sideways scroll."""

import pytest
from playwright.sync_api import BrowserContext

from tests.navegador.inspeccion import al_llegar
from tests.navegador.personal import Recorrido, entrar
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador


def test_bitacora_con_filtros(portal: Portal, contexto: BrowserContext) -> None:
    page = contexto.new_page()
    recorrido = Recorrido(page)
    entrar(page, portal, "auditoria")
    page.goto(portal.url + "/admin/bitacora/asiento/?evento=personal.entrada&desde=2026-01-01")
    recorrido.mirar("bitacora-filtrada")
    quitar, descargar = (
        page.get_by_role("link", name=uno).bounding_box() for uno in ("Quitar los filtros", "Descargar (CSV)")
    )
    assert quitar
    assert descargar
    assert quitar["y"] == descargar["y"]


def test_expediente_y_tablero(portal: Portal, contexto: BrowserContext) -> None:
    page = contexto.new_page()
    recorrido = Recorrido(page)
    entrar(page, portal, "personal")
    recorrido.mirar("sala-inicio")
    with al_llegar(page):
        page.get_by_role("link", name="Expediente por RFC").click()
    recorrido.mirar("sala-buscar")
    persona = portal.personas(buzon_activo=True)[0]
    page.get_by_label("RFC").fill(persona["rfc"].lower())
    page.get_by_role("button", name="Abrir el expediente").click()
    page.wait_for_url(f"**/expediente/{persona['rfc']}/")
    recorrido.mirar("sala-expediente")
    page.locator("summary").filter(has_text="Revelar").first.click()
    page.get_by_label("Motivo").first.fill("Pide que se le llame por teléfono")
    recorrido.mirar("sala-motivo")
    page.get_by_role("button", name="Revelar").first.click()
    page.wait_for_url("**/revelar/")
    recorrido.mirar("sala-revelado")
    portal.manage("recalcular_opiniones")
    page.goto(portal.url + "/admin/tablero/")
    assert page.locator("figure img").count() >= 1
    recorrido.mirar("sala-tablero")
    with page.expect_download() as descarga:
        page.get_by_role("link", name="Descargar CSV: opiniones por sentido").click()
    assert descarga.value.suggested_filename.startswith("tablero-opiniones-")
    page.get_by_label("Periodo").select_option("365")
    page.get_by_role("button", name="Ver", exact=True).click()
    page.wait_for_url("**dias=365")
    recorrido.mirar("sala-tablero-365")
