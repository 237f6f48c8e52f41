"""Whole flows by keyboard alone, with the focus on what each answers: look up, verify, cancel, and the staff's."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, expect

from tests.navegador.escenario import dar_sesion, entra
from tests.navegador.personal import entrar
from tests.navegador.teclado import PaseoConTeclado, tabular
from tests.navegador.test_contactos import _avisar_a_los
from tests.personas import Dentro
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
AUTORIZACION = "/cobranza/32d/autorizacion/"


@pytest.fixture(scope="module")
def quien(portal: Portal) -> Iterator[Dentro]:
    """A person whose Buzón the demonstration itself activated; no other test of the browser takes them."""
    persona = entra(portal, buzon_activo=True)
    yield persona
    persona.http.sesion.close()


@pytest.fixture
def paseo(contexto: BrowserContext, portal: Portal) -> PaseoConTeclado:
    return PaseoConTeclado(contexto.new_page(), portal, {})


def soltar(page: Page, campo: str, ruta: Path) -> None:
    """Drop a file on a field, as somebody with a mouse does."""
    page.locator(campo).scroll_into_view_if_needed()
    caja = page.locator(campo).bounding_box()
    assert caja
    datos = {"items": [], "files": [str(ruta)], "dragOperationsMask": 1}
    donde = {"x": caja["x"] + caja["width"] / 2, "y": caja["y"] + caja["height"] / 2, "data": datos}
    cdp = page.context.new_cdp_session(page)
    for tipo in ("dragEnter", "dragOver", "drop"):
        cdp.send("Input.dispatchDragEvent", {"type": tipo, **donde})


def acuse_de(quien: Dentro, folio: str, carpeta: Path) -> Path:
    """Take the sealed acuse, once the worker has made it."""
    limite = time.monotonic() + 60
    while time.monotonic() < limite:
        respuesta = quien.http.sesion.get(f"{quien.http.url}/acuses/{folio}.pdf", timeout=30)
        if respuesta.status_code == requests.codes.ok:
            ruta = carpeta / "acuse.pdf"
            ruta.write_bytes(respuesta.content)
            return ruta
        time.sleep(0.3)
    raise AssertionError(f"el acuse {folio} no se selló")


def autorizar(quien: Dentro) -> str:
    """Authorise anew, whatever was before, and return the folio of the act."""
    if 'value="cancelar"' in quien.http.get(AUTORIZACION).content.decode():
        quien.hacer("cancelar")
    respuesta = quien.hacer("autorizar")
    return str(respuesta.request["PATH_INFO"].rstrip("/").rpartition("/")[2])


def test_consultar_y_verificar(paseo: PaseoConTeclado, quien: Dentro, tmp_path: Path) -> None:
    page, folio = paseo.page, autorizar(quien)
    paseo.ir("/opinion/")
    tabular(page, "#rfc")
    page.keyboard.type("nada")
    page.keyboard.press("Enter")
    expect(page.locator("#rfc")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("escribiste 4.")
    page.keyboard.press("Control+a")
    page.keyboard.type(quien.persona.rfc.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_role("heading")).to_be_focused()
    expect(page.get_by_text(folio)).to_be_visible()
    assert page.evaluate("scrollY") == 0

    acuse = acuse_de(quien, folio, tmp_path)
    paseo.ir("/verificar/")
    tabular(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".resumen")).to_be_focused()
    paseo.adjuntar(page.locator("#id_archivo"), acuse)
    tabular(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("coincide, byte por byte")).to_be_visible()
    expect(page.locator("main [role=status]").first).to_be_focused()
    paseo.ir("/verificar/")
    soltar(page, "#id_archivo", acuse)
    assert page.locator("#id_archivo").evaluate("campo => campo.files.length") == 1
    page.get_by_role("button", name="Verificar").press("Enter")
    expect(page.get_by_text("coincide, byte por byte")).to_be_visible()
    paseo.mirar("verificar-soltado")

    # The QR's link: the code stands in the fragment, and is posted once; Back leads to what was before.
    codigo = page.locator("input[type=hidden][name=codigo]").input_value()
    paseo.ir("/opinion/")
    envios: list[str] = []
    page.on("request", lambda pedido: envios.append(pedido.url) if pedido.method == "POST" else None)
    paseo.ir(f"/verificar/?folio={folio}#{codigo}")
    expect(page.get_by_role("heading", name="Documento auténtico")).to_be_visible()
    assert codigo not in page.url
    paseo.mirar("verificar-qr")
    page.go_back()
    expect(page.locator("#rfc")).to_be_visible()
    assert envios == [f"{paseo.portal.url}/verificar/"]


def test_cancelar_una_autorizacion(paseo: PaseoConTeclado, quien: Dentro) -> None:
    page = paseo.page
    autorizar(quien)
    dar_sesion(page.context, quien)
    paseo.ir(AUTORIZACION)
    tabular(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".resumen")).to_be_focused()
    tabular(page, "#manifestacion")
    page.keyboard.press("Space")
    tabular(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.locator("#cer").wait_for()
    paseo.adjuntar(page.locator("#cer"), quien.persona.cer)
    expect(page.locator("[data-pieza=cer] [data-leido]")).to_be_visible()
    paseo.adjuntar(page.locator("#key"), quien.persona.key)
    paseo.escribir(page.locator("#contrasena"), quien.persona.contrasena)
    page.keyboard.press("Enter")
    expect(page.locator("[data-firmar]")).to_be_enabled()
    tabular(page, "[data-firmar]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cancelación exitosa")).to_be_visible()
    expect(page.locator(".exito")).to_be_focused()
    expect(page.get_by_role("link", name=re.compile("Descargar acuse"))).to_be_visible()
    expect(page.locator(".exito")).to_be_focused()  # what htmx brought announced itself and took nothing
    paseo.mirar("cancelar-teclado")


def test_el_personal_se_equivoca_al_entrar(paseo: PaseoConTeclado) -> None:
    page = paseo.page
    paseo.ir("/admin/")
    page.keyboard.type("personal")
    tabular(page, "[name=password]")
    page.keyboard.type("no es ésta")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error:"))
    paseo.mirar("personal-entrada-error")


def test_al_personal_se_le_avisa_y_sigue_dentro(paseo: PaseoConTeclado) -> None:
    page = paseo.page
    entrar(page, paseo.portal, "personal")
    page.route("**/admin/bitacora/asiento/", _avisar_a_los(3))
    paseo.ir("/admin/bitacora/asiento/")
    aviso = page.get_by_role("alertdialog", name="¿Sigues aquí?")
    expect(aviso).to_be_visible()
    expect(aviso.get_by_role("button", name="Seguir dentro")).to_be_focused()
    paseo.mirar("personal-sesion-aviso")
    with page.expect_response("**/sesion/seguir/") as respuesta:
        page.keyboard.press("Enter")
    assert respuesta.value.json()["inactividad"] == 900
    expect(aviso).to_be_hidden()
    expect(aviso).to_be_visible()
    tabular(page, "dialog button.secundario")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/logout/")
    paseo.ir("/admin/")
    assert "/admin/login/" in page.url
