"""The staff's pages in a real browser: axe and the console's complaints on each kind of page."""

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.navegador.personal import Recorrido, codigo_nuevo, entrar
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


def test_la_primera_entrada(portal: Portal, contexto: BrowserContext) -> None:
    """Enrol a second factor and choose one's own password, by keyboard, at both widths."""
    page = contexto.new_page()
    recorrido, ancho = Recorrido(page), page.viewport_size["width"]  # type: ignore[index]
    usuario, rfc = f"nueva{ancho}", f"NUEA80010{1 if ancho == 390 else 2}AB1"
    alta = portal.manage("crear_personal", usuario, "--rol", "AUDITORIA", "--rfc", rfc)
    contrasena = alta.stdout.split("provisional: ")[1].split()[0]
    page.goto(portal.url + "/admin/bitacora/asiento/")
    page.get_by_label("Usuario").fill(usuario)
    page.get_by_label("Contraseña").fill(contrasena)
    page.get_by_label("Contraseña").press("Enter")
    page.wait_for_url("**/admin/segundo-factor/")
    recorrido.mirar(f"segundo-factor-{ancho}")
    codigo = page.get_by_label("Código de seis dígitos")
    codigo.fill("12")
    codigo.press("Enter")
    expect(page.locator(".errornote")).to_be_focused()
    recorrido.quejas.clear()  # the 422 of a refused form
    recorrido.mirar(f"segundo-factor-error-{ancho}")
    codigo.fill(codigo_nuevo(page.locator(".secreto").inner_text()))
    codigo.press("Enter")
    expect(page.locator(".codigos li")).to_have_count(10)
    recorrido.mirar(f"codigos-{ancho}")
    page.get_by_role("link", name="Ya los guardé").press("Enter")
    page.wait_for_url("**/admin/password_change/")
    recorrido.mirar(f"contrasena-{ancho}")
    page.locator("[name=old_password]").fill(contrasena)
    for nombre in ("new_password1", "new_password2"):
        page.locator(f"[name={nombre}]").fill(f"una frase larga {ancho}")
    page.locator("[name=new_password2]").press("Enter")
    page.wait_for_url("**/admin/password_change/done/")
    page.goto(portal.url + "/admin/bitacora/asiento/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
