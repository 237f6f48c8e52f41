"""The portal in English in a real browser: chosen by keyboard in the footer, signed with, and left again."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.navegador.paseo import Paseo
from tests.navegador.teclado import llegar
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador


def _cambiar(page: Page, *, boton: str, lengua: str) -> None:
    """Choose the language with the keyboard, and stay on the page."""
    url = page.url
    interruptor = page.get_by_role("contentinfo").get_by_role("button", name=re.compile(boton))
    llegar(interruptor)
    assert interruptor.evaluate("boton => getComputedStyle(boton).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", lengua)
    expect(page).to_have_url(url)


def _elegir_efirma(paseo: Paseo) -> None:
    carpeta = paseo.portal.datos / "demo"
    paseo.page.get_by_label("Certificate (.cer)").set_input_files(carpeta / paseo.persona["cer"])
    paseo.page.get_by_label("Private key (.key)").set_input_files(carpeta / paseo.persona["key"])
    paseo.page.get_by_label("Password of the private key").fill(paseo.persona["contrasena"])


def _firmar(paseo: Paseo, nombre: str) -> None:
    firmar = paseo.page.get_by_role("button", name="Sign", exact=True)
    _elegir_efirma(paseo)
    expect(paseo.page.get_by_text(re.compile("Valid until [A-Z]"))).to_be_visible()
    paseo.pulsar("Validate")
    expect(firmar).to_be_enabled()
    paseo.mirar(nombre)
    firmar.click()


def _activar(paseo: Paseo) -> None:
    page = paseo.page
    page.get_by_label("E-mail").fill(paseo.persona["correo"])
    page.get_by_label("Cell phone").fill(paseo.persona["celular"])
    paseo.mirar("ingles-medios")
    paseo.pulsar("Send codes")
    page.get_by_label("Code from the e-mail").wait_for()
    correo, celular = paseo.codigos()
    page.get_by_label("Code from the e-mail").fill(correo)
    page.get_by_label("Code from the cell phone").fill(celular)
    paseo.pulsar("Confirm")
    _firmar(paseo, "ingles-terminos")
    expect(page.get_by_role("link", name=re.compile("Download receipt"))).to_be_visible()


def _persona(portal: Portal, ancho: int) -> dict[str, Any]:
    """Somebody whom no other test takes: those take the first two of each kind, and the last of each sentido."""
    tomadas = {p["rfc"] for tipo in ("fisica", "moral") for p in portal.personas(persona=tipo)[:2]}
    tomadas |= {p["rfc"] for p in portal.personas(persona="moral")[-2:]}
    positivas = portal.personas(sentido="POSITIVA")[:-1]
    persona = [p for p in positivas if p["rfc"] not in tomadas][-1 if ancho > 1000 else -2]
    return persona | {"correo": f"ingles{ancho}@ejemplo.mx", "celular": f"5588{ancho:06}"}


def test_se_elige_se_firma_y_se_deja(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    paseo = Paseo(page, portal, _persona(portal, ancho))
    paseo.ir("/")
    _cambiar(page, boton="English", lengua="en")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Make your compliance opinion public, with your e.firma"
    )
    paseo.mirar("ingles-inicio")
    for ruta in ("soporte", "legal", "glosario", "materiales", "privacidad", "opinion", "verificar"):
        paseo.ir(f"/{ruta}/")
        paseo.mirar(f"ingles-{ruta}")
    paseo.ir(f"/opinion/{paseo.persona['rfc']}/")
    paseo.mirar("ingles-opinion-neutral")

    paseo.ir("/ingresar/")
    _elegir_efirma(paseo)
    paseo.mirar("ingles-ingresar")
    paseo.pulsar("Validate")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    if "/activacion/" in page.url:
        _activar(paseo)

    for ruta, nombre in (
        ("/buzon/", "buzon"),
        ("/cobranza/32d/mi-opinion/", "mi-opinion"),
        ("/promociones/aclaraciones/", "aclaraciones"),
        ("/buzon/contactos/", "contactos"),
        ("/buzon/sesiones/", "sesiones"),
    ):
        paseo.ir(ruta)
        paseo.mirar(f"ingles-{nombre}")

    paseo.ir("/cobranza/32d/autorizacion/")
    page.get_by_label("I authorize making my compliance opinion public").check()
    paseo.mirar("ingles-autorizar")
    paseo.pulsar("Save")
    expect(page.locator("[data-cadena]")).to_have_attribute("lang", "es-MX")
    expect(page.locator("[data-cadena]")).to_contain_text(
        "Autorizo hacer pública mi opinión del cumplimiento"
    )
    _firmar(paseo, "ingles-certificar")
    expect(page.get_by_role("heading", name="Authorization successful")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Download receipt"))).to_be_visible()
    paseo.mirar("ingles-exito")

    _cambiar(page, boton="Español", lengua="es-mx")
    expect(page.get_by_role("heading", name="Autorización exitosa")).to_be_visible()
    paseo.ir(f"/opinion/{paseo.persona['rfc']}/")
    expect(page.get_by_text("Opinión del cumplimiento").first).to_be_visible()
    assert not paseo.quejas
