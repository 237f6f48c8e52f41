"""Means of contact and sessions in a real browser, by keys alone: signed, confirmed, warned before the end."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.esperas import ESPERA_MS
from tests.navegador.paseo import activar
from tests.navegador.teclado import PaseoConTeclado
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
RUTA = "/buzon/contactos/"


def _ancho(page: Page) -> int:
    return page.viewport_size["width"] if page.viewport_size else 0


def _dentro(page: Page, portal: Portal) -> PaseoConTeclado:
    """Somebody whom no other test of the browser takes, inside and with an active Buzón."""
    persona: dict[str, Any] = portal.personas(sentido="POSITIVA")[-1]
    persona |= {"correo": f"contactos{_ancho(page)}@ejemplo.mx", "celular": f"55{_ancho(page):04}0055"}
    paseo = PaseoConTeclado(page, portal, persona)
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Salir")).to_be_visible()
    if "/activacion/" in page.url:
        activar(paseo)
    return paseo


def test_agrega_un_correo_lo_confirma_y_cambia_un_celular(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    paseo = _dentro(page, portal)
    nuevo, celular = f"nuevo{_ancho(page)}@ejemplo.mx", f"55{_ancho(page):04}1234"
    paseo.ir("/buzon/")
    paseo.abrir_del_menu("Mi cuenta", "Medios de contacto")
    expect(page.get_by_role("heading", name="Medios de contacto", exact=True)).to_be_visible()
    paseo.mirar("contactos")

    paseo.escribir(page.get_by_label("Agregar un correo electrónico"), "nadie@ninguna")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    paseo.mirar("contactos-error")
    paseo.escribir(page.get_by_label("Agregar un correo electrónico"), nuevo)
    page.keyboard.press("Enter")
    paseo.validar_y_firmar("contactos-certificar")
    expect(page.get_by_role("heading", name="Cambio firmado")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Descargar acuse"))).to_be_visible()
    paseo.mirar("contactos-acto")

    paseo.oprimir(page.get_by_role("link", name="Ver mis medios de contacto"))
    campo = page.get_by_label(f"Código que llegó a {nuevo}")
    paseo.escribir(campo, "000000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-codigo=codigo_incorrecto]")).to_be_focused()
    paseo.mirar("contactos-por-confirmar")
    paseo.escribir(campo, paseo.codigo_para(nuevo))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Confirmaste {nuevo}.")).to_be_visible()

    paseo.oprimir(page.get_by_role("link", name=re.compile(r"^Cambiar [\d ]{12}$")).first)
    paseo.escribir(page.get_by_label("Teléfono celular nuevo"), celular)
    paseo.mirar("contactos-cambiar")
    paseo.pulsar("Guardar")
    paseo.validar_y_firmar("contactos-certificar-celular")
    expect(page.get_by_role("heading", name="Cambio firmado")).to_be_visible()
    paseo.ir(RUTA)
    expect(page.get_by_text("Sigue en uso hasta que confirmes")).to_be_visible()
    paseo.escribir(page.get_by_label(f"Código que llegó a {celular}"), paseo.codigo_para(celular))
    paseo.pulsar(f"Confirmar 55 {_ancho(page):04} 1234")
    expect(page.get_by_text(f"Confirmaste {celular}.")).to_be_visible()
    paseo.mirar("contactos-confirmados")
    paseo.pulsar(f"Quitar {nuevo}")
    paseo.validar_y_firmar("contactos-quitar")
    expect(page.get_by_role("heading", name="Cambio firmado")).to_be_visible()
    assert not [queja for queja in paseo.quejas if "status of 4" not in queja]


def _avisar_a_los(segundos: int) -> Any:
    """Serve the page as it is but for how early it warns."""

    def servir(route: Route) -> None:
        respuesta = route.fetch()
        cuerpo = respuesta.text().replace('data-aviso="120"', f'data-aviso="{900 - segundos}"')
        route.fulfill(response=respuesta, body=cuerpo)

    return servir


def test_avisa_antes_de_terminar_y_deja_seguir(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    paseo = _dentro(page, portal)
    page.route("**/buzon/", _avisar_a_los(3))
    paseo.ir("/buzon/")
    aviso = page.get_by_role("alertdialog", name="¿Sigues aquí?")
    expect(aviso).to_be_hidden()
    expect(aviso).to_be_visible()
    expect(page.get_by_role("button", name="Seguir dentro")).to_be_focused()
    expect(aviso.get_by_text(re.compile(r"Quedan 14:5\d"))).to_be_visible()
    paseo.mirar("sesion-aviso")
    page.keyboard.press("Enter")
    expect(aviso).to_be_hidden()
    expect(aviso).to_be_visible()
    page.keyboard.press("Escape")
    expect(aviso).to_be_hidden()

    page.route("**/sesion/", lambda route: route.fulfill(json={"inactividad": 900, "maximo": 100}))
    expect(aviso).to_be_visible()
    expect(aviso.get_by_text("no se puede alargar")).to_be_visible(timeout=ESPERA_MS)
    expect(aviso.get_by_role("button", name="Seguir dentro")).to_be_hidden()
    aviso.get_by_role("button", name="Entendido").press("Enter")
    expect(aviso).to_be_hidden()
    page.unroute_all()
    assert not paseo.quejas


def test_una_sesion_cerrada_desde_otra_sale_sola(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    paseo = _dentro(page, portal)
    assert contexto.browser is not None
    with contexto.browser.new_context(viewport=page.viewport_size, locale="es-MX") as otro:
        otro.set_default_timeout(ESPERA_MS)
        otra = _dentro(otro.new_page(), portal)
        otra.ir("/buzon/sesiones/")
        otra.mirar("sesiones")
        page.route("**/buzon/", _avisar_a_los(2))
        paseo.ir("/buzon/")
        expect(page.get_by_role("alertdialog")).to_be_visible()
        otra.pulsar("Cerrar todas las demás")
        expect(otra.page.get_by_text(re.compile("Cerraste \\d+ sesi"))).to_be_visible()
        expect(page.get_by_text("Esta sesión se cerró desde otra")).to_be_visible(timeout=ESPERA_MS)
        assert "/ingresar/" in page.url
        otra.mirar("sesiones-cerradas")
        assert not otra.quejas
