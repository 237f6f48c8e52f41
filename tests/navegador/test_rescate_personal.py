"""What the staff wrote when the session ended: kept in the tab, given back to the same account, erased for others."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.esperas import ESPERA_MS
from tests.navegador.personal import OLVIDAR_CODIGOS, codigo_de_ahora, cuenta_de, entrar
from tests.navegador.test_mesa import llegan
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
CONSERVADO = "Object.entries({ ...sessionStorage })"
LARGO = "Se revisaron los pagos del periodo y se encontró lo siguiente. " * 18  # some 1,100 letters


def _terminar_la_sesion(page: Page) -> None:
    page.context.clear_cookies(name=re.compile("sesion|session", re.IGNORECASE))


def _entrar_otra_vez(page: Page, portal: Portal, usuario: str) -> None:
    """Fill in the entrance that the page led to: whoever enters comes out where they were."""
    cuenta = cuenta_de(portal, usuario)
    page.locator("[name=username]").fill(cuenta["usuario"])
    page.locator("[name=password]").fill(cuenta["contrasena"])
    portal.sql(OLVIDAR_CODIGOS)
    page.locator("[name=otp_token]").fill(codigo_de_ahora(cuenta["totp_secreto"]))
    page.locator("#login-form [type=submit]").click()


def _avisa_y_lleva_a_entrar(page: Page, clave: str) -> None:
    aviso = page.locator("[data-rescate-fin]:visible")
    expect(aviso).to_contain_text("Tu sesión terminó.", timeout=ESPERA_MS)
    ((guardada, texto),) = page.evaluate(CONSERVADO)
    assert guardada == f"rescate:{clave}"
    assert "subdelegacion" not in texto
    aviso.get_by_role("link", name="Entra otra vez").click()
    page.wait_for_url(re.compile(r"/admin/login/\?next="), timeout=ESPERA_MS)


def test_lo_que_escribe_el_personal_sobrevive_a_la_sesion(navegador: Browser, portal: Portal) -> None:
    contexto = navegador.new_context(viewport={"width": 1280, "height": 844}, locale="es-MX")
    contexto.set_default_timeout(ESPERA_MS)
    page, folio = contexto.new_page(), llegan(portal)
    entrar(page, portal, "subdelegacion", a="/admin/promociones/solicitud/")
    page.get_by_role("link", name=folio).click()
    page.wait_for_url(re.compile("/change/"))
    solicitud = re.findall(r"/solicitud/(\d+)/", page.url)[0]
    clave, texto = f"resolver:{solicitud}", page.locator("#id_texto")

    page.locator("[name=orden][value=resolver]").check()
    page.locator("#id_sentido").select_option("PROCEDENTE")
    texto.fill(LARGO)
    _terminar_la_sesion(page)
    page.locator("button[value=enviar]").click()
    _avisa_y_lleva_a_entrar(page, clave)
    _entrar_otra_vez(page, portal, "subdelegacion")
    page.wait_for_url(re.compile(f"/solicitud/{solicitud}/change/"))
    expect(page.locator("[data-rescate-recuperado]:visible")).to_contain_text("Recuperamos el texto")
    expect(texto).to_have_value(LARGO)

    # Also from a page that answers a POST, whose own address takes no GET.
    page.locator("[name=orden][value=resolver]").check()
    page.locator("#id_sentido").select_option("PROCEDENTE")
    page.locator("button[value=enviar]").click()
    expect(page.get_by_text("Es definitivo.")).to_be_visible()
    assert page.evaluate(CONSERVADO) == []
    _terminar_la_sesion(page)
    page.locator("button[value=confirmar]").click()
    _avisa_y_lleva_a_entrar(page, clave)

    # Another account finds nothing, and what there was is gone.
    _entrar_otra_vez(page, portal, "normativa")
    page.wait_for_url(re.compile(f"/solicitud/{solicitud}/change/"))
    page.goto(f"{portal.url}/admin/promociones/plantilla/add/")
    expect(page.locator("#id_texto")).to_have_value("")
    page.wait_for_function("sessionStorage.length === 0")
    contexto.close()
