"""The staff's pages in a real browser: axe and the console's complaints on each kind of page."""

import os

import pytest
from playwright.sync_api import Browser, Page

from tests.navegador.inspeccion import axe
from tests.navegador.personal import entrar_personal
from tests.portal_real import RAIZ, Portal

pytestmark = pytest.mark.navegador
CAPTURAS = os.environ.get("CAPTURAS")
LISTAS = {
    "bitacora": "/admin/bitacora/asiento/",
    "documentos": "/admin/documentos/documento/",
    "actos": "/admin/actos/actofirmado/",
    "usuarios": "/admin/cuentas/usuario/",
    "creditos": "/admin/padron/creditofiscal/",
}
SUELTAS = {
    "busqueda": "/admin/cuentas/usuario/?q=zzz",
    "contrasena": "/admin/password_change/",
    "inicio": "/admin/",
}


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


def test_las_paginas_del_personal(portal: Portal, navegador: Browser) -> None:
    contexto = navegador.new_context(viewport={"width": 1280, "height": 844}, locale="es-MX")
    page = contexto.new_page()
    recorrido = Recorrido(page)
    page.goto(portal.url + "/admin/bitacora/asiento/")
    recorrido.mirar("entrada")
    entrar_personal(page, portal, "/admin/bitacora/asiento/")
    for nombre, ruta in LISTAS.items():
        page.goto(portal.url + ruta)
        recorrido.mirar(f"{nombre}-lista")
        page.locator("#result_list tbody th a").first.click()
        recorrido.mirar(f"{nombre}-detalle")
    for nombre, ruta in SUELTAS.items():
        page.goto(portal.url + ruta)
        recorrido.mirar(nombre)
    contexto.close()
