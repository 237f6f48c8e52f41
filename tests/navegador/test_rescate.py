"""What was being written when the session ended elsewhere: kept in the tab of a browser, given back, then erased."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.navegador.paseo import Paseo
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
RUTA = "/promociones/aclaraciones/"
CONSERVADO = "Object.entries({ ...sessionStorage })"


def _entrar(paseo: Paseo) -> None:
    paseo.elegir_efirma()
    paseo.pulsar("Validar")


def _terminar_la_sesion(page: Page) -> None:
    page.context.clear_cookies(name=re.compile("sesion|session", re.IGNORECASE))


def test_el_texto_sobrevive_a_la_sesion(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    paseo = Paseo(page, portal, portal.personas(persona="fisica")[-1])
    paseo.ir(f"/ingresar/?next={RUTA}")
    _entrar(paseo)
    texto = page.get_by_label("Tu solicitud")
    paseo.escribir(texto, "Esto alcanzó a guardarse.")
    expect(page.get_by_text(re.compile("^Borrador guardado: "))).to_be_visible()
    assert page.evaluate(CONSERVADO) == []

    _terminar_la_sesion(page)
    paseo.escribir(texto, "Esto alcanzó a guardarse. Y esto, no.")
    paseo.pulsar("Guardar borrador")
    expect(page.get_by_text("Tu sesión terminó.")).to_be_visible()
    texto.press_sequentially(" Ni esto.")
    paseo.mirar("rescate-sin-sesion")
    ((clave, guardado),) = page.evaluate(CONSERVADO)
    assert clave == f"rescate:{RUTA}"
    assert paseo.persona["contrasena"] not in guardado
    assert paseo.persona["rfc"] not in guardado
    paseo.oprimir(page.get_by_role("link", name="Entra otra vez"))
    expect(page).to_have_url(re.compile(f"/ingresar/\\?next={RUTA}$"))
    _entrar(paseo)

    expect(page.get_by_text("Recuperamos el texto")).to_be_visible()
    expect(texto).to_have_value(re.compile("no[.] Ni esto[.]$"))
    paseo.mirar("rescate-recuperado")
    paseo.pulsar("Descartar lo recuperado")
    expect(texto).to_have_value("Esto alcanzó a guardarse.")
    assert page.evaluate(CONSERVADO) == []
    _terminar_la_sesion(page)
    paseo.escribir(texto, "Otra vez sin sesión.")
    expect(page.get_by_text("Tu sesión terminó.")).to_be_visible()
    paseo.oprimir(page.get_by_role("link", name="Entra otra vez"))
    _entrar(paseo)
    paseo.pulsar("Guardar borrador")
    expect(page.get_by_text("Guardamos tu borrador")).to_be_visible()
    expect(texto).to_have_value("Otra vez sin sesión.")
    assert page.evaluate(CONSERVADO) == []

    _entrar_en_otra_pestana(paseo, paseo.persona)
    paseo.escribir(texto, "Entré otra vez y sigo siendo yo.")
    paseo.pulsar("Guardar borrador")
    expect(page.get_by_text("Guardamos tu borrador")).to_be_visible()
    expect(texto).to_have_value("Entré otra vez y sigo siendo yo.")

    _entrar_en_otra_pestana(paseo, portal.personas(persona="fisica")[-2])
    paseo.escribir(texto, "La página es de la sesión anterior.")
    paseo.pulsar("Guardar borrador")
    expect(page.get_by_text("Tu sesión terminó.")).to_be_hidden()
    expect(page.get_by_text("Esta página venció")).to_be_visible()
    expect(texto).to_have_value("La página es de la sesión anterior.")
    paseo.oprimir(page.get_by_role("link", name="Ábrela de nuevo"))
    expect(texto).to_have_value("")
    expect(page.get_by_text("Recuperamos el texto")).to_be_hidden()
    assert page.evaluate(CONSERVADO) == []


def _entrar_en_otra_pestana(paseo: Paseo, persona: dict[str, Any]) -> None:
    otra = Paseo(paseo.page.context.new_page(), paseo.portal, persona)
    otra.ir("/ingresar/")
    _entrar(otra)
    expect(otra.page).not_to_have_url(re.compile("/ingresar/"))
