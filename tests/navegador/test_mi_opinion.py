"""32D Consultar Mi Opinión in a real browser, by keys alone: explained, obtained, its PDF awaited and downloaded."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.navegador.paseo import activar, descargar
from tests.navegador.teclado import PaseoConTeclado
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
RUTA = "/cobranza/32d/mi-opinion/"


def _libres(portal: Portal, sentido: str) -> list[dict[str, Any]]:
    """People with that sentido whose Buzón no other test activates: those take the first two of each kind."""
    tomadas = [p["rfc"] for tipo in ("fisica", "moral") for p in portal.personas(persona=tipo)[:2]]
    return [p for p in portal.personas(sentido=sentido) if p["rfc"] not in tomadas]


@pytest.mark.parametrize("sentido", ["SIN_OPINION", "NEGATIVA"])
def test_la_ve_la_obtiene_y_la_descarga(
    contexto: BrowserContext, portal: Portal, sentido: str, tmp_path: Path
) -> None:
    page = contexto.new_page()
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    persona = _libres(portal, sentido)[-1]
    clave = f"{sentido.lower().replace('_', '')}{ancho}"
    persona |= {"correo": f"{clave}@ejemplo.mx", "celular": f"55{len(sentido):02}{ancho:04}77"}
    paseo = PaseoConTeclado(page, portal, persona)
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Salir")).to_be_visible()
    if "/activacion/" in page.url:
        activar(paseo)
        paseo.ir("/buzon/")

    paseo.abrir_del_menu("Cobranza", "32D Consultar Mi Opinión")
    expect(page.get_by_role("heading", name="32D Consultar Mi Opinión")).to_be_visible()
    expect(page.get_by_role("heading", name="Qué te falta para una opinión positiva")).to_be_visible()
    paseo.mirar("mi-opinion")
    paseo.pulsar("Obtener mi opinión")
    expect(page.get_by_text("Vigente hasta hoy 23:59:59")).to_be_visible()
    folio = page.url.rstrip("/").rpartition("/")[2]
    enlace = page.get_by_role("link", name=re.compile("Descargar mi opinión"))
    expect(enlace).to_be_visible()
    paseo.mirar("mi-opinion-emitida")
    texto = descargar(paseo, "Descargar mi opinión", folio, tmp_path)
    assert "se emite opinión" in texto
    assert "Código de verificación" in texto

    page.reload()
    expect(enlace).to_be_visible()
    paseo.ir(RUTA)
    paseo.pulsar("Obtener mi opinión")
    expect(page).to_have_url(f"{portal.url}{RUTA}{folio}/")

    paseo.ir("/verificar/")
    paseo.adjuntar(page.get_by_label("Archivo PDF"), tmp_path / f"{folio}.pdf")
    paseo.pulsar("Verificar")
    expect(page.get_by_text("coincide, byte por byte")).to_be_visible()
    paseo.mirar("verificar-opinion")
    paseo.ir("/buzon/")
    paseo.mirar("buzon")
    assert not paseo.quejas
