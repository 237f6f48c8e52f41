"""The desk in a real browser, by keyboard alone: the queue, a template, an answer, a sealed resolution."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.navegador.personal import CAPTURAS, Recorrido, entrar
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador


def llegan(portal: Portal) -> str:
    """File requests at the office of the demo's staff; return the folio of the last one."""
    salida = portal.manage("solicitudes_demo", "--cuantas", "7" if CAPTURAS else "1")
    assert salida.returncode == 0, salida.stderr
    return salida.stdout.split("\n")[-2].split()[0]


def enfocar(page: Page, selector: str, *, veces: int = 120) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(veces):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"con el teclado no se llega a {selector}")


def pulsar(page: Page, selector: str) -> None:
    enfocar(page, selector)
    page.keyboard.press("Enter")


def elegir_orden(page: Page, orden: str) -> None:
    enfocar(page, "[name=orden]")
    page.keyboard.press("Space")
    for _ in range(3):
        if page.locator(f"[name=orden][value={orden}]").is_checked():
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"con el teclado no se elige {orden}")


def test_se_contesta_y_se_resuelve_con_el_teclado(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    recorrido = Recorrido(page)
    folio = llegan(portal)
    entrar(page, portal, "subdelegacion", a="/admin/promociones/solicitud/")
    recorrido.mirar(f"cola-{ancho}")
    _sin_desborde(page)
    page.get_by_role("link", name=folio).press("Enter")
    recorrido.mirar(f"solicitud-{ancho}")
    _sin_desborde(page)

    elegir_orden(page, "responder")
    enfocar(page, "#id_plantilla")
    page.keyboard.type("Acuse de recibo")
    pulsar(page, "button[value=plantilla]")
    expect(page.locator("#id_texto")).to_have_value(re.compile("^Recibimos tu solicitud"))
    expect(page.locator("#id_texto")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Saludos.")
    pulsar(page, "button[value=enviar]")
    expect(page.get_by_role("status").first).to_be_focused()
    expect(page.get_by_role("status").first).to_contain_text("El mensaje quedó enviado")
    expect(page.get_by_text("Saludos.")).to_be_visible()
    recorrido.quejas.clear()

    elegir_orden(page, "resolver")
    enfocar(page, "#id_texto")
    page.keyboard.type("Se revisó y procede lo que pides.")
    pulsar(page, "button[value=enviar]")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_attribute("data-codigo", "sentido_no_disponible")
    expect(page.locator("#id_texto")).to_have_value("Se revisó y procede lo que pides.")
    recorrido.quejas.clear()  # the browser says that the answer was a 422
    recorrido.mirar(f"solicitud-rechazo-{ancho}")
    enfocar(page, "#id_sentido")
    page.keyboard.type("Procedente")
    pulsar(page, "button[value=enviar]")
    expect(page.get_by_text("Es definitivo.")).to_be_visible()
    recorrido.mirar(f"resolucion-confirmar-{ancho}")
    _sin_desborde(page)
    pulsar(page, "button[value=confirmar]")
    expect(page.get_by_role("status").first).to_contain_text("quedó resuelta")
    enlace = page.get_by_role("link", name="Resolución sellada (PDF)")
    for _ in range(20):
        if enlace.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    recorrido.mirar(f"solicitud-resuelta-{ancho}")
    with page.expect_download() as descarga:
        enlace.press("Enter")
    assert descarga.value.suggested_filename.startswith("resolucion_")


def _sin_desborde(page: Page) -> None:
    sobra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sobra <= 0, f"sobran {sobra} px a lo ancho"
