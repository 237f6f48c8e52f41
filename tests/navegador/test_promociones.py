"""Aclaraciones u Orientaciones in a real browser: written, certified, filed, followed; by keys alone."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect
from reportlab.pdfgen.canvas import Canvas

from tests.navegador.grabadora import hallados
from tests.navegador.inspeccion import al_llegar
from tests.navegador.paseo import activar, descargar
from tests.navegador.teclado import PaseoConTeclado
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
RUTA = "/promociones/aclaraciones/"


def _persona(portal: Portal, ancho: int) -> dict[str, Any]:
    """Somebody with debts whom the tests of the main way do not activate."""
    tomadas = [p["rfc"] for tipo in ("fisica", "moral") for p in portal.personas(persona=tipo)[:2]]
    persona = [p for p in portal.personas(sentido="NEGATIVA") if p["rfc"] not in tomadas][-1]
    return persona | {"correo": f"promo{ancho}@ejemplo.mx", "celular": f"5561{ancho:04}77"}


def _comprobante(carpeta: Path) -> Path:
    ruta = carpeta / "comprobante.pdf"
    hoja = Canvas(str(ruta))
    hoja.drawString(72, 720, "Comprobante de pago")
    hoja.save()
    return ruta


def test_se_escribe_se_firma_y_se_sigue(contexto: BrowserContext, portal: Portal, tmp_path: Path) -> None:
    page = contexto.new_page()
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    paseo = PaseoConTeclado(page, portal, _persona(portal, ancho))
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Salir")).to_be_visible()
    if "/activacion/" in page.url:
        paseo.oprimir(page.get_by_role("link", name="Aclaraciones u Orientaciones").first)
        expect(page.get_by_label("Asunto").locator("option")).to_have_text(
            ["Elige un asunto", "Activación Buzón IMSS"]
        )
        paseo.mirar("aclaracion-sin-buzon")
        paseo.ir("/activacion/")
        activar(paseo)

    paseo.ir("/buzon/")
    paseo.abrir_del_menu("Promociones Electrónicas", "Aclaraciones u Orientaciones")
    expect(page.get_by_role("heading", name="Aclaraciones u Orientaciones", level=1)).to_be_visible()
    paseo.optar(page.get_by_label("Asunto"), "Crédito fiscal (Regla Décima)")
    paseo.escribir(page.get_by_label("Tu solicitud"), "El crédito se pagó.\n\nPido que se corrija.")
    expect(page.get_by_text(re.compile("^Borrador guardado: "))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Tu solicitud")).to_have_value("El crédito se pagó.\n\nPido que se corrija.")
    paseo.pulsar("Guardar y continuar")
    expect(page.get_by_role("alert")).to_have_attribute("data-codigo", "falta_credito")
    paseo.mirar("aclaracion-error")
    paseo.marcar(page.locator("input[name=creditos]").first)
    paseo.adjuntar(page.get_by_label("Archivos", exact=True), _comprobante(tmp_path))
    paseo.pulsar("Guardar borrador")
    expect(page.get_by_role("link", name="comprobante.pdf")).to_be_visible()
    expect(page.get_by_text("Guardamos tu borrador")).to_be_visible()
    with al_llegar(page):
        paseo.oprimir(page.locator("input[name=registros]").first)
    expect(page.get_by_text("Guardamos tu borrador")).to_be_visible()
    expect(page.get_by_role("link", name="comprobante.pdf")).to_be_visible()
    expect(page.get_by_label("Tu solicitud")).to_have_value(re.compile("Pido que se corrija"))
    page.locator("h1").scroll_into_view_if_needed()
    paseo.mirar("aclaracion-escribir")
    paseo.pulsar("Guardar y continuar")
    paseo.validar_y_firmar("aclaracion-certificar")
    expect(page.get_by_role("heading", name="Solicitud presentada")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Descargar acuse"))).to_be_visible()
    paseo.mirar("aclaracion-presentada")
    folio = page.url.rstrip("/").rpartition("/")[2]
    texto = descargar(paseo, "Descargar acuse", folio, tmp_path)
    assert "Crédito fiscal (Regla Décima)" in texto
    assert "Pido que se corrija" in texto

    paseo.oprimir(page.get_by_role("link", name="Seguimiento de tu solicitud"))
    expect(page.get_by_text("Quedan 10 días naturales.")).to_be_visible()
    paseo.escribir(page.get_by_label("Tu mensaje"), "Olvidé decir que el pago fue en línea.")
    paseo.pulsar("Enviar mensaje")
    expect(page.get_by_text("Olvidé decir que el pago fue en línea.")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    paseo.mirar("aclaracion-seguimiento")
    paseo.ir(RUTA)
    expect(page.get_by_text(folio)).to_be_visible()
    expect(page.get_by_label("Tu solicitud")).to_have_value("")
    assert hallados(paseo.secretos, en=paseo.enviado) == []
    assert [queja for queja in paseo.quejas if "422" not in queja] == []
