"""Two tabs: what is open in one of them still goes when the portal is opened by a link of another site (a webmail)."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.esperas import ESPERA_MS
from tests.navegador.paseo import Paseo
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
WEBMAIL = "http://webmail.example/"


@pytest.fixture
def contexto_con_webmail(navegador: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """A browser that knows another site, whose page links to the portal."""
    contexto = navegador.new_context(locale="es-MX", timezone_id="America/Mexico_City")
    contexto.set_default_timeout(ESPERA_MS)
    enlace = f'<!doctype html><a href="{portal.url}/">Abrir el Buzón</a>'
    contexto.route(
        f"{WEBMAIL}**", lambda ruta: ruta.fulfill(body=enlace, content_type="text/html; charset=utf-8")
    )
    yield contexto
    contexto.close()


def _abrir_por_un_enlace(contexto: BrowserContext) -> None:
    """Open the portal in another tab, from a page that is of another site."""
    pestana = contexto.new_page()
    pestana.goto(WEBMAIL)
    pestana.get_by_role("link", name="Abrir el Buzón").click()
    expect(pestana.get_by_role("link", name="Buzón IMSS Clon demostrativo")).to_be_visible()
    pestana.close()


def _activa(page: Page, portal: Portal) -> Paseo:
    paseo = Paseo(page, portal, portal.personas(buzon_activo=True)[0])
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page).not_to_have_url(f"{portal.url}/ingresar/")
    return paseo


def test_un_enlace_de_otro_sitio_no_estropea_lo_que_estaba_abierto(
    contexto_con_webmail: BrowserContext, portal: Portal
) -> None:
    page = contexto_con_webmail.new_page()
    paseo = _activa(page, portal)

    paseo.ir("/promociones/aclaraciones/")
    paseo.escribir(page.get_by_label("Tu solicitud"), "Lo que escribía cuando abrí mi correo.")
    _abrir_por_un_enlace(contexto_con_webmail)
    paseo.pulsar("Guardar borrador")
    expect(page.get_by_text("Guardamos tu borrador")).to_be_visible()

    paseo.ir("/cobranza/32d/autorizacion/")
    paseo.marcar(page.locator("#manifestacion"))
    _abrir_por_un_enlace(contexto_con_webmail)
    paseo.pulsar("Guardar")
    paseo.elegir_efirma()
    _abrir_por_un_enlace(contexto_con_webmail)
    paseo.pulsar("Validar")
    expect(page.get_by_text("Tu e.firma es válida.")).to_be_visible()

    _abrir_por_un_enlace(contexto_con_webmail)
    paseo.oprimir(page.get_by_role("button", name="Salir", exact=True).first)
    expect(page.get_by_text("Cerraste tu sesión.")).to_be_visible()


def test_quien_vuelve_a_entrar_en_otra_pestana_sigue_en_esta_y_otra_persona_no(
    contexto_con_webmail: BrowserContext, portal: Portal
) -> None:
    """Her own page goes on with the new token; in somebody else's, nothing of it is sent."""
    page = contexto_con_webmail.new_page()
    paseo = _activa(page, portal)
    paseo.ir("/cobranza/32d/autorizacion/")
    paseo.marcar(page.locator("#manifestacion"))
    paseo.pulsar("Guardar")
    paseo.elegir_efirma()

    _entrar_en_otra_pestana(paseo, paseo.persona)
    paseo.pulsar("Validar")
    expect(page.get_by_text("Tu e.firma es válida.")).to_be_visible()

    _entrar_en_otra_pestana(paseo, portal.personas(buzon_activo=True)[1])
    paseo.pulsar("Validar")
    resumen = page.locator(".resumen")
    expect(resumen).to_have_attribute("data-codigo", "otra_sesion")
    expect(resumen).to_contain_text("En otra pestaña entró otra persona")
    expect(page.get_by_label("Contraseña de clave privada")).to_have_value(paseo.persona["contrasena"])


def _entrar_en_otra_pestana(paseo: Paseo, persona: dict[str, Any]) -> None:
    otra = Paseo(paseo.page.context.new_page(), paseo.portal, persona)
    otra.ir("/ingresar/")
    otra.elegir_efirma()
    otra.pulsar("Validar")
    expect(otra.page).not_to_have_url(f"{paseo.portal.url}/ingresar/")
