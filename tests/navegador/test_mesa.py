"""The desk in a real browser, by keyboard alone: the queue, a template, an answer, a sealed resolution."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.navegador.inspeccion import al_llegar
from tests.navegador.personal import CAPTURAS, Recorrido, entrar
from tests.navegador.teclado import tabular
from tests.portal_real import Portal
from tests.recorridos.test_caidas import hasta_que

pytestmark = pytest.mark.navegador
ESCRIBE = """
from django.utils import timezone
from buzon.promociones.services import atencion
from buzon.promociones.models import Solicitud
una = Solicitud.objects.get(folio="FOLIO")
atencion.escribir(una, texto="Me desisto de mi solicitud.", adjuntos=[], rfc=una.rfc, ahora=timezone.now())
"""


def llegan(portal: Portal) -> str:
    """File requests at the office of the demo's staff; return the folio of the last one."""
    salida = portal.manage("solicitudes_demo", "--cuantas", "7" if CAPTURAS else "1")
    assert salida.returncode == 0, salida.stderr
    return salida.stdout.split("\n")[-2].split()[0]


def pulsar(page: Page, selector: str) -> None:
    tabular(page, selector)
    page.keyboard.press("Enter")


def elegir_orden(page: Page, orden: str) -> None:
    tabular(page, "[name=orden]")
    page.keyboard.press("Space")
    for _ in range(3):
        if page.locator(f"[name=orden][value={orden}]").is_checked():
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"con el teclado no se elige {orden}")


def test_se_contesta_y_se_resuelve_con_el_teclado(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    recorrido = Recorrido(page)
    folio = llegan(portal)
    entrar(page, portal, "subdelegacion", a="/admin/promociones/solicitud/")
    recorrido.mirar("personal-cola")
    with al_llegar(page):
        page.get_by_role("link", name=folio).press("Enter")
    recorrido.mirar("personal-solicitud")

    elegir_orden(page, "responder")
    tabular(page, "#id_plantilla")
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
    tabular(page, "#id_texto")
    page.keyboard.type("Se revisó y procede lo que pides.")
    pulsar(page, "button[value=enviar]")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_attribute("data-codigo", "sentido_no_disponible")
    expect(page.locator("#id_texto")).to_have_value("Se revisó y procede lo que pides.")
    recorrido.quejas.clear()  # the browser says that the answer was a 422
    recorrido.mirar("personal-solicitud-rechazo")
    tabular(page, "#id_sentido")
    page.keyboard.type("Procedente")
    pulsar(page, "button[value=enviar]")
    expect(page.get_by_text("Es definitivo.")).to_be_visible()
    recorrido.mirar("personal-resolucion-confirmar")
    pulsar(page, "button[value=confirmar]")
    expect(page.get_by_role("status").first).to_contain_text("quedó resuelta")
    enlace = page.get_by_role("link", name="Resolución sellada (PDF)")
    hasta_que(lambda: bool(page.reload() and enlace.count()))
    recorrido.mirar("personal-solicitud-resuelta")
    with page.expect_download() as descarga:
        enlace.press("Enter")
    assert descarga.value.suggested_filename.startswith("resolucion_")


def test_lo_que_llego_mientras_se_escribia(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    recorrido = Recorrido(page)
    folio = llegan(portal)
    entrar(page, portal, "subdelegacion", a="/admin/promociones/solicitud/")
    with al_llegar(page):
        page.get_by_role("link", name=folio).click()
    page.locator("[name=orden][value=resolver]").check()
    page.locator("#id_sentido").select_option("PROCEDENTE")
    page.locator("#id_texto").fill("Se revisó y procede lo que pides.")
    escrito = portal.manage("shell", "-c", ESCRIBE.replace("FOLIO", folio))
    assert escrito.returncode == 0, escrito.stderr
    page.locator("button[value=enviar]").click()

    nuevas = page.get_by_role("alert").filter(has_text="Me desisto de mi solicitud.")
    expect(nuevas).to_be_visible()
    expect(page.locator("#id_texto")).to_have_value("Se revisó y procede lo que pides.")
    recorrido.quejas.clear()  # the browser says that the answer was a 409
    recorrido.mirar("personal-solicitud-cambio")
    titulo, parrafo = (nuevas.locator(f"> {una}").bounding_box() for una in ("h2", "p"))
    assert titulo
    assert parrafo
    assert titulo["x"] == parrafo["x"]

    page.locator("button[value=enviar]").click()
    expect(page.get_by_text("Es definitivo.")).to_be_visible()
    expect(page.get_by_text("Me desisto de mi solicitud.")).to_be_visible()
