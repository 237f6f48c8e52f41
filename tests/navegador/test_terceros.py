"""Third parties before the screen: one is authorised, looks, obtains the PDF, and sees nothing once it is cancelled."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.navegador.grabadora import hallados
from tests.navegador.paseo import Paseo
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
TITULAR, TERCERO = "MULE840312QA0", "SFO150617N34"
LISTA = "32D Autorización de Terceros"
CONSULTA = "32D Consulta de Terceros Autorizados"


def entrar(page: Page, portal: Portal, rfc: str) -> Paseo:
    paseo = Paseo(page, portal, portal.personas(rfc=rfc, buzon_activo=True)[0])
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("heading", name="Tu Buzón IMSS")).to_be_visible()
    return paseo


def firmar(paseo: Paseo, nombre: str, exito: str) -> None:
    paseo.validar_y_firmar(nombre)
    expect(paseo.page.get_by_role("heading", name=exito)).to_be_visible()
    expect(paseo.page.get_by_role("link", name="Descargar acuse")).to_be_visible()


def test_se_autoriza_se_consulta_se_cancela_y_se_calla(
    contexto: BrowserContext, portal: Portal, tmp_path: Path
) -> None:
    titular = entrar(contexto.new_page(), portal, TITULAR)
    titular.abrir_del_menu("Cobranza", LISTA)
    titular.pulsar("Nuevo Tercero Autorizado")
    rfc = titular.page.get_by_label("RFC del tercero")
    titular.escribir(rfc, "CPR0109")
    titular.pulsar("Guardar")
    expect(titular.page.locator("[data-codigo=tercero_invalido]")).to_be_visible()
    titular.mirar("terceros-error")
    expect(rfc).to_have_value("CPR0109")
    titular.escribir(rfc, TERCERO)
    titular.page.get_by_label("Vigente hasta").fill("2030-12-31")
    titular.mirar("terceros-nuevo")
    titular.pulsar("Guardar")
    firmar(titular, "terceros-certificar", "Autorización exitosa")
    titular.mirar("terceros-exito")

    otro = contexto.browser.new_context(viewport=titular.page.viewport_size, locale="es-MX")  # type: ignore[union-attr]
    tercero = entrar(otro.new_page(), portal, TERCERO)
    tercero.abrir_del_menu("Cobranza", CONSULTA)
    tercero.oprimir(tercero.page.get_by_role("button", name=re.compile(f"^Consultar a {TITULAR}")))
    expect(tercero.page.get_by_text(re.compile(f"^{TITULAR}: opinión "))).to_be_visible()
    tercero.mirar("terceros-consulta")
    tercero.oprimir(tercero.page.get_by_role("button", name=f"Obtener opinión de {TITULAR}"))
    descargar = tercero.page.get_by_role("link", name="Descargar la opinión")
    expect(descargar).to_be_visible()
    tercero.mirar("terceros-emitida")
    with tercero.page.expect_download() as descarga:
        tercero.oprimir(descargar)
    descarga.value.save_as(tmp_path / "opinion.pdf")
    texto = "".join(pagina.extract_text() for pagina in PdfReader(tmp_path / "opinion.pdf").pages)
    assert f"RFC {TERCERO}" in texto

    titular.abrir_del_menu("Cobranza", LISTA)
    pueden = titular.page.get_by_role("region", name="Pueden ver tu opinión")
    expect(pueden.get_by_text("SERVICIOS FICTICIOS DE OCCIDENTE SC")).to_be_visible()
    titular.mirar("terceros")
    titular.oprimir(titular.page.get_by_role("button", name=f"Cancelar la autorización de {TERCERO}"))
    expect(titular.page.get_by_label("Contraseña de clave privada")).to_be_visible()
    firmar(titular, "terceros-cancelar", "Cancelación exitosa")

    tercero.page.reload()
    expect(tercero.page.get_by_role("heading", name="No encontramos esta página")).to_be_visible()
    tercero.page.go_back()
    expect(tercero.page.get_by_role("heading", name="Te autorizaron")).to_be_visible()
    expect(tercero.page.get_by_role("rowheader", name=re.compile(TITULAR))).to_have_count(0)
    assert titular.elecciones == tercero.elecciones == 1
    for paseo in (titular, tercero):
        assert not hallados(paseo.secretos, en=paseo.enviado)
        assert not [queja for queja in paseo.quejas if "status of 4" not in queja]
    otro.close()
