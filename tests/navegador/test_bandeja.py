"""The inbox in a real browser, by keyboard alone: searched, paged, read, marked."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.navegador.paseo import Paseo, activar
from tests.navegador.teclado import tabular
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
LLEGAN = """
from datetime import timedelta
from django.utils import timezone
from buzon.mensajes.models import Clase, Envio
from buzon.mensajes.services import Aviso, depositar
rfc, clave, ahora = {rfc!r}, {clave!r}, timezone.now() - timedelta(days=40)
AVISOS = [
    (Clase.OPINION, "Tu opinión del cumplimiento cambió a Positiva", "/cobranza/32d/mi-opinion/"),
    (Clase.EFIRMA, "Tu e.firma vence en 30 días", "/soporte/"),
    (Clase.SOLICITUD, "Recibimos tu aclaración sobre el registro patronal B55-10768-10-8", ""),
    (Clase.CUENTA, "Agregaste un correo electrónico a tus medios de contacto", ""),
    (Clase.ACTO, "Autorizaste hacer pública tu opinión del cumplimiento", "/cobranza/32d/autorizacion/"),
]
TEXTO = '''Con tu e.firma autorizaste que cualquier persona consulte el resultado de tu opinión del cumplimiento.

Surte efecto desde este momento. Puedes cancelarla cuando quieras en «32D Autorización de Opinión Pública».

Si no fuiste tú, llama de inmediato al Centro de Contacto.'''
for n in range(45):
    clase, asunto, enlace = AVISOS[n % 5]
    aviso = Aviso(clase, asunto, TEXTO, f"{{clave}}:{{n}}", enlace)
    en = ahora + timedelta(hours=19 * n)
    envio = {{"mensaje": depositar(rfc, aviso=aviso, destinos=[], ahora=en), "creado_en": en, "proximo_en": en}}
    Envio.objects.create(canal="CORREO", destino="paola@ejemplo.mx", estado="ENVIADO", enviado_en=en, **envio)
    Envio.objects.create(canal="SMS", destino="5512345678", estado="FALLIDO", **envio)
"""


def llegan(portal: Portal, *, rfc: str, clave: str) -> None:
    """Put 45 messages in an inbox, as the portal's own code does."""
    salida = portal.manage("shell", "-c", LLEGAN.format(rfc=rfc, clave=clave))
    assert salida.returncode == 0, salida.stderr


@pytest.fixture
def dentro(contexto: BrowserContext, portal: Portal) -> Paseo:
    page = contexto.new_page()
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    persona: dict[str, Any] = portal.personas(persona="moral")[-1 if ancho == 390 else -2]
    persona |= {"correo": f"bandeja{ancho}@ejemplo.mx", "celular": f"557700{ancho:04}"}
    paseo = Paseo(page, portal, persona)
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Salir")).to_be_visible()
    if "/activacion/" in page.url:
        activar(paseo)
    paseo.ir("/buzon/")
    return paseo


def test_con_el_teclado_solo(dentro: Paseo, portal: Portal) -> None:
    page = dentro.page
    dentro.mirar("bandeja-antes")
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    llegan(portal, rfc=dentro.persona["rfc"], clave=f"bandeja{ancho}")
    page.reload()
    expect(page.get_by_role("heading", name=re.compile(r"Mensajes \d+ sin leer"))).to_be_visible()
    expect(page.get_by_text(re.compile("Mensajes 1 a 20 de "))).to_be_visible()
    dentro.mirar("bandeja")

    tabular(page, ".paginas a[rel=next]")
    page.keyboard.press("Enter")
    expect(page.locator(".paginas [aria-current=page]")).to_have_text("Página 2")
    dentro.mirar("bandeja-pagina-2")

    tabular(page, "#id_q")
    page.keyboard.type("HACER publica")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mensajes 1 a 9 de 9")).to_be_visible()
    dentro.mirar("bandeja-busqueda")
    tabular(page, ".bandeja [type=checkbox]")
    page.keyboard.press("Space")
    tabular(page, "button[value=leidos]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 mensaje quedó como leído.")
    expect(page.locator("#id_q")).to_have_value("HACER publica")

    tabular(page, ".bandeja [data-nuevo] a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Autorizaste hacer pública"))
    expect(page.get_by_role("link", name="Ver el acto y su acuse")).to_be_visible()
    dentro.mirar("mensaje")
    esta = page.url
    tabular(page, ".vecinos a[rel=next]")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(esta)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Autorizaste hacer pública"))
    tabular(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("El mensaje quedó como no leído.")
    expect(page.locator("#id_q")).to_have_value("HACER publica")

    tabular(page, "button[value=todos]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("mensajes quedaron como leídos.")
    expect(page.locator(".bandeja [data-nuevo]")).to_have_count(0)
    expect(page.locator("nav.menu .cuenta")).to_have_count(0)
    dentro.ir("/buzon/?q=nadaigual")
    expect(page.get_by_text("Ningún mensaje coincide")).to_be_visible()
    dentro.mirar("bandeja-sin-resultados")
    assert not dentro.quejas
    dentro.ir("/buzon/?clase=NINGUNA")
    expect(page.get_by_role("alert")).to_be_focused()
    dentro.mirar("bandeja-error")
