"""Aclaraciones u Orientaciones in a real browser: written, certified, filed, followed; by keyboard and at 390 px."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from reportlab.pdfgen.canvas import Canvas

from tests.navegador.grabadora import hallados
from tests.navegador.paseo import Paseo, activar, descargar
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
RUTA = "/promociones/aclaraciones/"


def _persona(portal: Portal, ancho: int) -> dict[str, Any]:
    """Somebody with debts whom the tests of the main way do not activate."""
    tomadas = [p["rfc"] for tipo in ("fisica", "moral") for p in portal.personas(persona=tipo)[:2]]
    persona = [p for p in portal.personas(sentido="NEGATIVA") if p["rfc"] not in tomadas][-1]
    return persona | {"correo": f"promo{ancho}@ejemplo.mx", "celular": f"5561{ancho:04}77"}


def _comprobante() -> bytes:
    salida = io.BytesIO()
    hoja = Canvas(salida)
    hoja.drawString(72, 720, "Comprobante de pago")
    hoja.save()
    return salida.getvalue()


def test_se_escribe_se_firma_y_se_sigue(contexto: BrowserContext, portal: Portal, tmp_path: Path) -> None:
    page = contexto.new_page()
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    paseo = Paseo(page, portal, _persona(portal, ancho))
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Salir")).to_be_visible()
    if "/activacion/" in page.url:
        page.get_by_role("link", name="Aclaraciones u Orientaciones").first.press("Enter")
        expect(page.get_by_label("Asunto").locator("option")).to_have_text(
            ["Elige un asunto", "Activación Buzón IMSS"]
        )
        paseo.mirar("aclaracion-sin-buzon")
        paseo.ir("/activacion/")
        activar(paseo)

    paseo.ir("/buzon/")
    page.locator("nav.menu summary", has_text="Promociones Electrónicas").press("Enter")
    page.locator("nav.menu").get_by_role("link", name="Aclaraciones u Orientaciones").press("Enter")
    expect(page.get_by_role("heading", name="Aclaraciones u Orientaciones", level=1)).to_be_visible()
    page.get_by_label("Asunto").select_option(label="Crédito fiscal (Regla Décima)")
    page.get_by_label("Tu solicitud").fill("El crédito se pagó.\n\nPido que se corrija.")
    expect(page.get_by_text(re.compile("^Borrador guardado: "))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Tu solicitud")).to_have_value("El crédito se pagó.\n\nPido que se corrija.")
    page.get_by_role("button", name="Guardar y continuar").press("Enter")
    expect(page.get_by_role("alert")).to_have_attribute("data-codigo", "falta_credito")
    paseo.mirar("aclaracion-error")
    page.locator("input[name=creditos]").first.check()
    page.get_by_label("Archivos", exact=True).set_input_files(
        {"name": "comprobante.pdf", "mimeType": "application/pdf", "buffer": _comprobante()}
    )
    page.get_by_role("button", name="Guardar borrador").press("Enter")
    expect(page.get_by_role("link", name="comprobante.pdf")).to_be_visible()
    expect(page.get_by_text("Guardamos tu borrador")).to_be_visible()
    page.locator("input[name=registros]").first.press("Enter")
    expect(page.get_by_text("Guardamos tu borrador")).to_be_visible()
    expect(page.get_by_role("link", name="comprobante.pdf")).to_be_visible()
    expect(page.get_by_label("Tu solicitud")).to_have_value(re.compile("Pido que se corrija"))
    page.locator("h1").scroll_into_view_if_needed()
    paseo.mirar("aclaracion-escribir")
    page.get_by_role("button", name="Guardar y continuar").press("Enter")
    paseo.validar_y_firmar("aclaracion-certificar")
    expect(page.get_by_role("heading", name="Solicitud presentada")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Descargar acuse"))).to_be_visible()
    paseo.mirar("aclaracion-presentada")
    folio = page.url.rstrip("/").rpartition("/")[2]
    texto = descargar(paseo, "Descargar acuse", folio, tmp_path)
    assert "Crédito fiscal (Regla Décima)" in texto
    assert "Pido que se corrija" in texto

    page.get_by_role("link", name="Seguimiento de tu solicitud").press("Enter")
    expect(page.get_by_text("Quedan 10 días naturales.")).to_be_visible()
    page.get_by_label("Tu mensaje").fill("Olvidé decir que el pago fue en línea.")
    page.get_by_role("button", name="Enviar mensaje").press("Enter")
    expect(page.get_by_text("Olvidé decir que el pago fue en línea.")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    paseo.mirar("aclaracion-seguimiento")
    paseo.ir(RUTA)
    expect(page.get_by_text(folio)).to_be_visible()
    expect(page.get_by_label("Tu solicitud")).to_have_value("")
    assert hallados(paseo.secretos, en=paseo.enviado) == []
    assert [queja for queja in paseo.quejas if "422" not in queja] == []
