"""The main way in a real browser, at 1280 and 390 px, with axe and the recorder; a company's by keys alone."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.navegador.grabadora import hallados
from tests.navegador.paseo import Paseo, activar, descargar_acuse, hacer_acto
from tests.navegador.teclado import PaseoConTeclado
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador


GUARDADO = "[Object.keys(sessionStorage), Object.keys(localStorage)]"


def _en_otra_pestana(paseo: Paseo) -> Paseo:
    """The same person in another tab, which remembers no e.firma."""
    return Paseo(paseo.page.context.new_page(), paseo.portal, paseo.persona)


@pytest.mark.parametrize("tipo", ["fisica", "moral"])
def test_de_principio_a_fin(contexto: BrowserContext, portal: Portal, tipo: str, tmp_path: Path) -> None:
    page = contexto.new_page()
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    persona = portal.personas(persona=tipo)[0 if ancho == 1280 else 1]
    persona |= {
        "correo": f"{tipo}{ancho}@ejemplo.mx",
        "celular": f"55123{'45' if tipo == 'moral' else '54'}{str(ancho)[:3]}",
    }
    paseo = (PaseoConTeclado if tipo == "moral" else Paseo)(page, portal, persona)

    paseo.ir("/")
    paseo.mirar("inicio")
    paseo.oprimir(page.get_by_role("link", name="Ingresar al Buzón IMSS").first)
    expect(page.get_by_label("Certificado (.cer)")).to_be_visible()
    paseo.mirar("ingresar")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Enviar códigos")).to_be_visible()
    activar(paseo)

    folio = hacer_acto(
        paseo,
        casilla="Autorizo hacer pública mi opinión del cumplimiento",
        exito="Autorización exitosa",
        nombre="autorizar",
    )
    descargar_acuse(paseo, folio, tmp_path)
    publico = _en_otra_pestana(paseo)
    publico.ir("/opinion/")
    publico.escribir(publico.page.get_by_label("RFC"), persona["rfc"].lower())
    publico.pulsar("Consultar")
    expect(publico.page.get_by_text(folio)).to_be_visible()
    publico.mirar("opinion-publica")
    publico.ir("/cobranza/32d/autorizacion/")
    publico.marcar(publico.page.get_by_role("checkbox"))
    publico.pulsar("Guardar")
    expect(publico.page.get_by_label("Certificado (.cer)")).to_be_visible()
    expect(publico.page.locator("[data-elegida]")).to_be_hidden()

    cancelado = hacer_acto(
        paseo,
        casilla="Cancelar la autorización para hacer pública mi opinión del cumplimiento",
        exito="Cancelación exitosa",
        nombre="cancelar",
    )
    assert folio in descargar_acuse(paseo, cancelado, tmp_path)
    assert paseo.elecciones == 1
    publico.ir(f"/opinion/{persona['rfc']}/")
    expect(publico.page.get_by_text(folio)).to_have_count(0)
    publico.mirar("opinion-neutral")

    url = page.url
    page.go_back()  # to the page that certified, which leads to that of the signed act
    expect(page).to_have_url(url)
    assert page.evaluate(GUARDADO) == [[], []]
    page.reload()
    assert page.url == url
    expect(page.get_by_role("heading", name="Cancelación exitosa")).to_be_visible()
    paseo.ir("/buzon/")
    paseo.mirar("buzon")
    paseo.pulsar("Salir")
    expect(page.get_by_role("button", name="Salir")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("button", name="Validar")).to_be_visible()
    paseo.ir("/buzon/")
    expect(page.get_by_role("button", name="Validar")).to_be_visible()
    assert not paseo.quejas
    assert not publico.quejas
    assert not hallados(paseo.secretos, en=paseo.enviado)
    assert not hallados(paseo.secretos, en=portal.grabadora.recibido)
    assert any(b"certificado=" in peticion for peticion in portal.grabadora.recibido)


def test_errores_que_el_navegador_dice_sin_enviar_nada(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    persona, otra = portal.personas(persona="fisica")[:2]
    paseo = Paseo(page, portal, persona)
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    page.get_by_label("Contraseña de clave privada").fill("equivocada")
    paseo.pulsar("Validar")
    alerta = page.get_by_role("alert")
    expect(alerta).to_have_attribute("data-codigo", "contrasena_incorrecta")
    expect(alerta).to_be_focused()
    paseo.mirar("ingresar-error")
    page.get_by_label("Clave privada (.key)").set_input_files(portal.datos / "demo" / otra["key"])
    page.get_by_label("Contraseña de clave privada").fill(otra["contrasena"])
    paseo.pulsar("Validar")
    expect(page.get_by_role("alert")).to_have_attribute("data-codigo", "llave_no_corresponde")
    rota = {"name": "rota.key", "mimeType": "application/octet-stream", "buffer": b"0\x03\x02\x01\x09"}
    page.get_by_label("Clave privada (.key)").set_input_files(rota)
    paseo.pulsar("Validar")
    expect(page.get_by_role("alert")).to_have_attribute("data-codigo", "llave_ilegible")
    assert not [p for p in paseo.enviado if b"certificado=" in p]


def test_entrar_como_pone_la_efirma_y_el_navegador_firma(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    paseo = Paseo(page, portal, portal.personas(persona="fisica")[-1])
    paseo.ir("/demo/personas/")
    paseo.oprimir(page.get_by_role("link", name=f"Entrar como {paseo.persona['nombre']}"))
    expect(page.locator("[data-pieza=cer] [data-titular]")).to_have_text(paseo.persona["nombre"])
    expect(page.get_by_label("Contraseña de clave privada")).to_have_value(paseo.persona["contrasena"])
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Enviar códigos")).to_be_visible()
    assert not paseo.quejas


def test_pesos(contexto: BrowserContext, portal: Portal) -> None:
    """First page at most 80 kB compressed, signing page at most 160 kB (both with everything they load)."""
    for ruta, tope in (("/", 80_000), ("/ingresar/", 160_000)):
        page = contexto.new_page()
        page.goto(portal.url + ruta, wait_until="networkidle")
        bytes_recibidos = page.evaluate(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
            ".reduce((suma, e) => suma + e.encodedBodySize, 0)"
        )
        assert 10_000 < bytes_recibidos <= tope, f"{ruta}: {bytes_recibidos}"
        page.close()
