"""A new member of the staff in a real browser: the second factor and a password of their own, by keyboard."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.navegador.personal import Recorrido, codigo_de_ahora
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador


def test_la_primera_entrada(portal: Portal, contexto: BrowserContext) -> None:
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
    recorrido.mirar("personal-segundo-factor")
    codigo = page.get_by_label("Código de seis dígitos")
    codigo.fill("12")
    codigo.press("Enter")
    expect(page.locator(".errornote")).to_be_focused()
    recorrido.quejas.clear()  # the 422 of a refused form
    recorrido.mirar("personal-segundo-factor-error")
    codigo.fill(codigo_de_ahora(page.locator(".secreto").inner_text()))
    codigo.press("Enter")
    expect(page.locator(".codigos li")).to_have_count(10)
    recorrido.mirar("personal-codigos")
    page.get_by_role("link", name="Ya los guardé").press("Enter")
    page.wait_for_url("**/admin/password_change/")
    recorrido.mirar("personal-contrasena")
    page.locator("[name=old_password]").fill(contrasena)
    for nombre in ("new_password1", "new_password2"):
        page.locator(f"[name={nombre}]").fill(f"una frase larga {ancho}")
    page.locator("[name=new_password2]").press("Enter")
    page.wait_for_url("**/admin/password_change/done/")
    page.goto(portal.url + "/admin/bitacora/asiento/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
