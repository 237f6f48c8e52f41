"""The main way in a real browser, at 1280 and 390 px, with axe and the recorder on every page."""

import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.navegador.grabadora import hallados
from tests.portal_real import RAIZ, Portal

pytestmark = pytest.mark.navegador
CAPTURAS = os.environ.get("CAPTURAS")


class Paseo:
    """A person before the screen: goes on, and checks every page it sees."""

    def __init__(self, page: Page, portal: Portal, persona: dict[str, Any]) -> None:
        self.page, self.portal, self.persona = page, portal, persona
        self.enviado: list[bytes] = []
        self.quejas: list[str] = []
        page.on("request", self._grabar)
        page.on("console", lambda m: self.quejas.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.quejas.append(str(error)))

    def _grabar(self, peticion: Request) -> None:
        cabeceras = "\n".join(f"{clave}: {valor}" for clave, valor in peticion.headers.items())
        self.enviado.append(f"{peticion.url}\n{cabeceras}\n".encode() + (peticion.post_data_buffer or b""))

    def ir(self, ruta: str) -> None:
        self.page.goto(self.portal.url + ruta)

    def mirar(self, nombre: str) -> None:
        """Axe, sideways scroll and, where asked for, the screenshot that the README shows."""
        ancho = self.page.viewport_size["width"] if self.page.viewport_size else 0
        resultado = Axe().run(self.page)
        assert resultado.violations_count == 0, f"{nombre} {ancho}: {resultado.generate_report()}"
        sobra = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert sobra <= 0, f"{nombre} {ancho}: sobran {sobra} px a lo ancho"
        if CAPTURAS:
            self.page.screenshot(path=str(RAIZ / CAPTURAS / f"{nombre}-{ancho}.png"), full_page=True)

    def elegir_efirma(self) -> None:
        carpeta = self.portal.datos / "demo"
        self.page.get_by_label("Certificado (.cer)").set_input_files(carpeta / self.persona["cer"])
        self.page.get_by_label("Clave privada (.key)").set_input_files(carpeta / self.persona["key"])
        self.page.get_by_label("Contraseña de clave privada").fill(self.persona["contrasena"])

    def pulsar(self, nombre: str) -> None:
        self.page.get_by_role("button", name=nombre, exact=True).click()

    def validar_y_firmar(self, nombre: str) -> None:
        firmar = self.page.get_by_role("button", name="Firmar", exact=True)
        expect(firmar).to_be_disabled()
        self.elegir_efirma()
        self.pulsar("Validar")
        expect(firmar).to_be_enabled()
        self.mirar(nombre)
        firmar.click()

    def codigos(self) -> tuple[str, str]:
        salida = self.portal.datos / "salida"
        correo = _ultimo(salida / "correo", self.persona["correo"])
        return correo, _ultimo(salida / "sms", self.persona["celular"])

    @property
    def secretos(self) -> list[bytes]:
        """The key file without its header, every private number of the key, and the password."""
        archivo = (self.portal.datos / "demo" / self.persona["key"]).read_bytes()
        llave = load_der_private_key(archivo, self.persona["contrasena"].encode())
        assert isinstance(llave, RSAPrivateKey)
        n = llave.private_numbers()
        numeros = [n.d, n.p, n.q, n.dmp1, n.dmq1, n.iqmp]
        clave = self.persona["contrasena"]
        return [
            archivo[80:],
            *(v.to_bytes((v.bit_length() + 7) // 8) for v in numeros),
            clave.encode(),
            clave.encode("latin-1"),
        ]


def _ultimo(carpeta: Path, destino: str) -> str:
    """The code of the newest message to that address, once the worker has sent it."""
    limite = time.monotonic() + 15
    while time.monotonic() < limite:
        for ruta in sorted(carpeta.glob("[!.]*"), reverse=True):
            texto = ruta.read_text(encoding="utf-8")
            if destino in texto:
                return re.findall(r"(?<!\d)\d{6}(?!\d)", texto)[0]
        time.sleep(0.1)
    raise AssertionError(f"sin mensajes para {destino}")


def _activar(paseo: Paseo) -> None:
    page = paseo.page
    page.get_by_label("Correo electrónico").fill(paseo.persona["correo"])
    page.get_by_label("Teléfono celular").fill(paseo.persona["celular"])
    paseo.mirar("medios")
    paseo.pulsar("Enviar códigos")
    page.get_by_label("Código del correo").wait_for()
    correo, celular = paseo.codigos()
    page.get_by_label("Código del correo").fill(correo)
    page.get_by_label("Código del celular").fill(celular)
    paseo.mirar("codigos")
    paseo.pulsar("Confirmar")
    expect(page.get_by_role("heading", name="Términos y Condiciones").first).to_be_visible()
    paseo.validar_y_firmar("terminos")
    expect(page.get_by_text("Buzón activado").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Descargar acuse"))).to_be_visible()
    paseo.mirar("activado")


def _acto(paseo: Paseo, *, casilla: str, exito: str, nombre: str) -> str:
    page = paseo.page
    paseo.ir("/cobranza/32d/autorizacion/")
    page.get_by_label(casilla).check()
    paseo.mirar(f"{nombre}-guardar")
    paseo.pulsar("Guardar")
    paseo.validar_y_firmar(f"{nombre}-certificar")
    expect(page.get_by_role("heading", name=exito)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Descargar acuse"))).to_be_visible()
    paseo.mirar(f"{nombre}-exito")
    url = page.url
    page.reload()
    assert page.url == url
    expect(page.get_by_role("heading", name=exito)).to_be_visible()
    return url.rstrip("/").rpartition("/")[2]


def _descargar_acuse(paseo: Paseo, folio: str, destino: Path) -> str:
    with paseo.page.expect_download() as descarga:
        paseo.page.get_by_role("link", name=re.compile("Descargar acuse")).click()
    ruta = destino / f"{folio}.pdf"
    descarga.value.save_as(ruta)
    texto = subprocess.run(
        ["pdftotext", "-layout", str(ruta), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert folio in texto
    assert paseo.persona["rfc"] in texto
    return texto


@pytest.mark.parametrize("tipo", ["fisica", "moral"])
def test_de_principio_a_fin(contexto: BrowserContext, portal: Portal, tipo: str, tmp_path: Path) -> None:
    page = contexto.new_page()
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    persona = portal.personas(persona=tipo)[0 if ancho == 1280 else 1]
    persona |= {
        "correo": f"{tipo}{ancho}@ejemplo.mx",
        "celular": f"55123{'45' if tipo == 'moral' else '54'}{str(ancho)[:3]}",
    }
    paseo = Paseo(page, portal, persona)

    paseo.ir("/")
    paseo.mirar("inicio")
    page.get_by_role("link", name="Ingresar al Buzón IMSS").first.click()
    paseo.mirar("ingresar")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(page.get_by_role("button", name="Enviar códigos")).to_be_visible()
    _activar(paseo)

    folio = _acto(
        paseo,
        casilla="Autorizo hacer pública mi opinión del cumplimiento",
        exito="Autorización exitosa",
        nombre="autorizar",
    )
    _descargar_acuse(paseo, folio, tmp_path)
    paseo.ir("/opinion/")
    page.get_by_label("RFC").fill(persona["rfc"].lower())
    paseo.pulsar("Consultar")
    expect(page.get_by_text(folio)).to_be_visible()
    paseo.mirar("opinion-publica")

    cancelado = _acto(
        paseo,
        casilla="Cancelar la autorización para hacer pública mi opinión del cumplimiento",
        exito="Cancelación exitosa",
        nombre="cancelar",
    )
    assert folio in _descargar_acuse(paseo, cancelado, tmp_path)
    paseo.ir(f"/opinion/{persona['rfc']}/")
    expect(page.get_by_text(folio)).to_have_count(0)
    paseo.mirar("opinion-neutral")

    paseo.ir("/buzon/")
    paseo.mirar("buzon")
    paseo.pulsar("Salir")
    paseo.ir("/buzon/")
    expect(page.get_by_role("button", name="Validar")).to_be_visible()
    assert not paseo.quejas
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
    page.get_by_label("Clave privada (.key)").set_input_files(portal.datos / "demo" / otra["cer"])
    paseo.pulsar("Validar")
    expect(page.get_by_role("alert")).to_have_attribute("data-codigo", "llave_ilegible")
    assert not [p for p in paseo.enviado if b"certificado=" in p]


def test_entrar_con_el_teclado(contexto: BrowserContext, portal: Portal) -> None:
    page = contexto.new_page()
    persona = portal.personas(persona="moral")[0]
    paseo = Paseo(page, portal, persona)
    paseo.ir("/ingresar/")
    paseo.elegir_efirma()
    page.get_by_label("Contraseña de clave privada").press("Enter")
    expect(page.get_by_role("button", name="Salir")).to_be_visible()


@pytest.mark.parametrize(
    "ruta",
    [
        "/soporte/",
        "/legal/",
        "/privacidad/",
        "/glosario/",
        "/opinion/",
        "/demo/personas/",
        "/demo/mensajes/",
        "/no-existe/",
        "/verificar/",
    ],
)
def test_paginas_publicas(contexto: BrowserContext, portal: Portal, ruta: str) -> None:
    paseo = Paseo(contexto.new_page(), portal, {})
    paseo.ir(ruta)
    expect(paseo.page.get_by_role("heading", level=1)).to_have_count(1)
    paseo.mirar(ruta.strip("/").replace("/", "-"))


def test_pesos(contexto: BrowserContext, portal: Portal) -> None:
    """First page at most 100 kB compressed, signing page at most 180 kB (both with everything they load)."""
    for ruta, tope in (("/", 100_000), ("/ingresar/", 180_000)):
        page = contexto.new_page()
        page.goto(portal.url + ruta, wait_until="networkidle")
        bytes_recibidos = page.evaluate(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
            ".reduce((suma, e) => suma + e.encodedBodySize, 0)"
        )
        assert 10_000 < bytes_recibidos <= tope, f"{ruta}: {bytes_recibidos}"
        page.close()
