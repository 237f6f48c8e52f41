"""A member of the staff before the screen: her two factors, and every page that she sees checked."""

import json
import os
import time
from base64 import b32decode
from typing import Any

from django_otp.oath import totp
from playwright.sync_api import Page, expect

from tests.navegador.inspeccion import axe
from tests.portal_real import RAIZ, Portal

CAPTURAS = os.environ.get("CAPTURAS")
PASO = 30
_usados: dict[str, int] = {}


class Recorrido:
    """A member of the staff before the screen: the console stays silent and axe finds nothing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.quejas: list[str] = []
        page.on("console", lambda m: self.quejas.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.quejas.append(str(error)))

    def mirar(self, nombre: str) -> None:
        self.page.wait_for_load_state("load")
        assert self.quejas == [], f"{nombre}: {self.quejas}"
        if CAPTURAS:
            self.page.screenshot(path=str(RAIZ / CAPTURAS / f"personal-{nombre}.png"), full_page=True)
        fallas = axe(self.page)
        assert not fallas, f"{nombre}: {fallas}"
        self.quejas.clear()  # axe and the screenshot themselves run into the policy


def cuenta_de(portal: Portal, usuario: str) -> dict[str, Any]:
    """The demo account with that name."""
    datos = json.loads((portal.datos / "demo" / "personal.json").read_text(encoding="utf-8"))
    return next(una for una in (datos, *datos["roles"]) if una["usuario"] == usuario)


def codigo_nuevo(secreto: str) -> str:
    """A code that was not used: this step's or the next one's, which is waited for where both were."""
    while (paso := max(int(time.time()) // PASO, _usados.get(secreto, 0) + 1)) > int(time.time()) // PASO + 1:
        time.sleep(1)
    _usados[secreto] = paso
    return f"{totp(b32decode(secreto), t0=0, drift=paso - int(time.time()) // PASO):06}"


def entrar(page: Page, portal: Portal, usuario: str, *, a: str = "/admin/") -> None:
    """Enter with both factors and come out at a page."""
    cuenta = cuenta_de(portal, usuario)
    page.goto(portal.url + a)
    page.locator("[name=username]").fill(cuenta["usuario"])
    page.locator("[name=password]").fill(cuenta["contrasena"])
    page.locator("[name=otp_token]").fill(codigo_nuevo(cuenta["totp_secreto"]))
    page.locator("#login-form [type=submit]").click()
    expect(page.locator("#user-tools")).to_be_visible()
