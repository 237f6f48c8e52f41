"""A member of the staff before the screen: their two factors, and every page that they see checked."""

import json
import os
from base64 import b32decode
from typing import Any

from django_otp.oath import totp
from playwright.sync_api import Page, expect

from tests.navegador.inspeccion import axe, de_lado, rotas
from tests.portal_real import RAIZ, Portal

CAPTURAS = os.environ.get("CAPTURAS")
# What a device remembers so that no code is good twice: here several tests enter within one half minute.
OLVIDAR_CODIGOS = "UPDATE otp_totp_totpdevice SET last_t = -1"


class Recorrido:
    """A member of the staff before the screen: the console stays silent, and nothing fails in what they see."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.quejas: list[str] = []
        page.on("console", lambda m: self.quejas.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.quejas.append(str(error)))

    def mirar(self, nombre: str) -> None:
        """Axe, sideways scroll, images, and the screenshot of the README where asked for."""
        self.page.wait_for_load_state("load")
        ancho = self.page.viewport_size["width"] if self.page.viewport_size else 0
        assert self.quejas == [], f"{nombre} {ancho}: {self.quejas}"
        if CAPTURAS:
            self.page.screenshot(path=str(RAIZ / CAPTURAS / f"{nombre}-{ancho}.png"), full_page=True)
        fallas = [*rotas(self.page), *de_lado(self.page), *axe(self.page)]
        assert not fallas, f"{nombre} {ancho}: {fallas}"
        self.quejas.clear()  # axe and the screenshot themselves run into the policy


def cuenta_de(portal: Portal, usuario: str) -> dict[str, Any]:
    """The demo account with that name."""
    datos = json.loads((portal.datos / "demo" / "personal.json").read_text(encoding="utf-8"))
    return next(una for una in (datos, *datos["roles"]) if una["usuario"] == usuario)


def codigo_de_ahora(secreto: str) -> str:
    """The code of this half minute."""
    return f"{totp(b32decode(secreto)):06}"


def entrar(page: Page, portal: Portal, usuario: str, *, a: str = "/admin/") -> None:
    """Enter with both factors and come out at a page."""
    cuenta = cuenta_de(portal, usuario)
    portal.sql(OLVIDAR_CODIGOS)
    page.goto(portal.url + a)
    page.locator("[name=username]").fill(cuenta["usuario"])
    page.locator("[name=password]").fill(cuenta["contrasena"])
    page.locator("[name=otp_token]").fill(codigo_de_ahora(cuenta["totp_secreto"]))
    page.locator("#login-form [type=submit]").click()
    expect(page.locator("#user-tools")).to_be_visible()
