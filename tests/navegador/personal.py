"""A member of the staff at the entrance of `/admin/`."""

import json

from playwright.sync_api import Page

from tests.portal_real import Portal


def entrar_personal(page: Page, portal: Portal, ruta: str = "/admin/") -> None:
    """Go in with the demo's account, and on to `ruta`."""
    cuenta = json.loads((portal.datos / "demo" / "personal.json").read_text(encoding="utf-8"))
    page.goto(portal.url + ruta)
    page.locator("[name=username]").fill(cuenta["usuario"])
    page.locator("[name=password]").fill(cuenta["contrasena"])
    page.locator("#login-form [type=submit]").click()
    page.locator("#logout-form").wait_for()
