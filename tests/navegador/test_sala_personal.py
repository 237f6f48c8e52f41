"""Everything of one RFC and the dashboard in a real browser, at both widths: axe, the console, no sideways scroll."""

import json
import os
import time
from base64 import b32decode
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import totp
from playwright.sync_api import BrowserContext, Page

from tests.portal_real import RAIZ, Portal

pytestmark = pytest.mark.navegador
CAPTURAS = os.environ.get("CAPTURAS")
PASO = 30
# A code is used once: each width enters with an account of its own.
CUENTAS = {1280: "personal", 390: "normativa"}


def _entrar(page: Page, portal: Portal, usuario: str) -> None:
    datos = json.loads((portal.datos / "demo" / "personal.json").read_text(encoding="utf-8"))
    cuentas: list[dict[str, Any]] = [datos, *datos["roles"]]
    cuenta = next(una for una in cuentas if una["usuario"] == usuario)
    if time.time() % PASO > PASO - 3:
        time.sleep(3)
    page.goto(portal.url + "/admin/")
    page.locator("[name=username]").fill(cuenta["usuario"])
    page.locator("[name=password]").fill(cuenta["contrasena"])
    page.locator("[name=otp_token]").fill(f"{totp(b32decode(cuenta['totp_secreto'])):06d}")
    page.locator("[type=submit]").click()
    page.wait_for_url("**/admin/")


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
    _entrar(page, portal, CUENTAS[page.viewport_size["width"]])  # type: ignore[index]
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
