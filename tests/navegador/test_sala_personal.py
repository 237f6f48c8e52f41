"""Everything of one RFC and the dashboard in a real browser, at both widths: axe, the console, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.navegador.personal import CAPTURAS, entrar
from tests.portal_real import RAIZ, Portal

pytestmark = pytest.mark.navegador


def _mirar(page: Page, nombre: str, quejas: list[str]) -> None:
    page.wait_for_load_state("networkidle")
    ancho = page.viewport_size["width"]  # type: ignore[index]
    assert quejas == [], f"{nombre}: {quejas}"
    assert page.evaluate("document.documentElement.scrollWidth") <= ancho, nombre
    assert page.evaluate("[...document.images].every(una => una.naturalWidth > 0)"), nombre
    if CAPTURAS:
        page.screenshot(path=str(RAIZ / CAPTURAS / f"sala-{nombre}-{ancho}.png"), full_page=True)
    resultado = Axe().run(page)
    assert resultado.violations_count == 0, f"{nombre}: {resultado.generate_report()}"
    quejas.clear()  # axe and the screenshot themselves run into the policy


def test_expediente_y_tablero(portal: Portal, contexto: BrowserContext) -> None:
    page, quejas = contexto.new_page(), list[str]()
    page.on("console", lambda m: quejas.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: quejas.append(str(error)))
    entrar(page, portal, "personal")
    _mirar(page, "inicio", quejas)
    page.get_by_role("link", name="Expediente por RFC").click()
    _mirar(page, "buscar", quejas)
    persona = portal.personas(buzon_activo=True)[0]
    page.get_by_label("RFC").fill(persona["rfc"].lower())
    page.get_by_role("button", name="Abrir el expediente").click()
    page.wait_for_url(f"**/expediente/{persona['rfc']}/")
    _mirar(page, "expediente", quejas)
    page.locator("summary").filter(has_text="Revelar").first.click()
    page.get_by_label("Motivo").first.fill("Pide que se le llame por teléfono")
    _mirar(page, "motivo", quejas)
    page.get_by_role("button", name="Revelar").first.click()
    page.wait_for_url("**/revelar/")
    _mirar(page, "revelado", quejas)
    portal.manage("recalcular_opiniones")
    page.goto(portal.url + "/admin/tablero/")
    assert page.locator("figure img").count() >= 1
    _mirar(page, "tablero", quejas)
    with page.expect_download() as descarga:
        page.get_by_role("link", name="Descargar CSV: opiniones por sentido").click()
    assert descarga.value.suggested_filename.startswith("tablero-opiniones-")
    page.get_by_label("Periodo").select_option("365")
    page.get_by_role("button", name="Ver", exact=True).click()
    page.wait_for_url("**dias=365")
    _mirar(page, "tablero-365", quejas)
