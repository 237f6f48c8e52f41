"""The staff's pages in a real browser: axe and the console's complaints on each kind of page."""

import pytest
from playwright.sync_api import Browser

from tests.navegador.personal import Recorrido, entrar
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
LISTAS = {
    "bitacora": "/admin/bitacora/asiento/",
    "documentos": "/admin/documentos/documento/",
    "actos": "/admin/actos/actofirmado/",
    "usuarios": "/admin/cuentas/usuario/",
    "creditos": "/admin/padron/creditofiscal/",
    "plantillas": "/admin/promociones/plantilla/",
}
SUELTAS = {
    "busqueda": "/admin/cuentas/usuario/?q=zzz",
    "contrasena": "/admin/password_change/",
    "inicio": "/admin/",
}


def test_las_paginas_del_personal(portal: Portal, navegador: Browser) -> None:
    contexto = navegador.new_context(viewport={"width": 1280, "height": 844}, locale="es-MX")
    page = contexto.new_page()
    recorrido = Recorrido(page)
    page.goto(portal.url + "/admin/bitacora/asiento/")
    recorrido.mirar("entrada")
    entrar(page, portal, "personal")
    for nombre, ruta in LISTAS.items():
        page.goto(portal.url + ruta)
        recorrido.mirar(f"{nombre}-lista")
        page.locator("#result_list tbody th a").first.click()
        recorrido.mirar(f"{nombre}-detalle")
    for nombre, ruta in SUELTAS.items():
        page.goto(portal.url + ruta)
        recorrido.mirar(nombre)
    contexto.close()
