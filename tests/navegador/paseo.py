"""A person before the screen, and the steps of the main way as they are taken."""

import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from playwright.sync_api import ConsoleMessage, FloatRect, Locator, Page, Request, expect

from buzon.portal.materiales.procedimientos import ESCRITORIO, PROCEDIMIENTOS, TELEFONO
from tests.navegador.inspeccion import axe, de_lado
from tests.portal_real import RAIZ, Portal

CAPTURAS = os.environ.get("CAPTURAS")
DE_LA_GUIA = {paso.captura: paso.desde for guia in PROCEDIMIENTOS for paso in guia.pasos}
MARGEN = 16


def recortar(page: Page, nombre: str) -> None:
    """Cut out what the guide shows of this page: from its element down, less where the page is over before."""
    ancho = page.viewport_size["width"] if page.viewport_size else 0
    formato = next(uno for uno in (ESCRITORIO, TELEFONO) if uno.pantalla == ancho)
    caja = page.locator(DE_LA_GUIA[nombre]).first.bounding_box()
    assert caja
    arriba, alto = page.evaluate("[scrollY, document.documentElement.scrollHeight]")
    clip: FloatRect = {
        "x": (ancho - formato.ancho) / 2,
        "y": max(0, min(caja["y"] + arriba - MARGEN, alto - formato.alto)),
        "width": formato.ancho,
        "height": formato.alto,
    }
    destino = RAIZ / str(CAPTURAS) / f"{nombre}{formato.sufijo}.png"
    page.screenshot(path=str(destino), full_page=True, clip=clip)


class Paseo:
    """A person before the screen: goes on, and checks every page it sees."""

    def __init__(self, page: Page, portal: Portal, persona: dict[str, Any]) -> None:
        self.page, self.portal, self.persona = page, portal, persona
        self.enviado: list[bytes] = []
        self.elecciones = 0  # times that the files of the e.firma were chosen
        self.quejas: list[str] = []
        page.on("request", self._grabar)
        page.on("console", self._anotar)
        page.on("pageerror", lambda error: self.quejas.append(str(error)))

    def _anotar(self, dicho: ConsoleMessage) -> None:
        del_guion = dicho.type in {"error", "warning"}
        # The screenshot itself runs into the policy.
        if del_guion and not (CAPTURAS and "inline style" in dicho.text):
            self.quejas.append(dicho.text)

    def _grabar(self, peticion: Request) -> None:
        cabeceras = "\n".join(f"{clave}: {valor}" for clave, valor in peticion.headers.items())
        self.enviado.append(f"{peticion.url}\n{cabeceras}\n".encode() + (peticion.post_data_buffer or b""))

    def ir(self, ruta: str) -> None:
        self.page.goto(self.portal.url + ruta)

    def mirar(self, nombre: str) -> None:
        """Axe, sideways scroll and, where asked for, the screenshots of the README and of the illustrated guide."""
        self.page.wait_for_load_state("load")
        ancho = self.page.viewport_size["width"] if self.page.viewport_size else 0
        fallas = [*axe(self.page), *de_lado(self.page)]
        assert not fallas, f"{nombre} {ancho}: {fallas}"
        if CAPTURAS:
            self.page.screenshot(path=str(RAIZ / CAPTURAS / f"{nombre}-{ancho}-vista.png"))
            self.page.screenshot(path=str(RAIZ / CAPTURAS / f"{nombre}-{ancho}.png"), full_page=True)
            if nombre in DE_LA_GUIA:
                recortar(self.page, nombre)

    def escribir(self, campo: Locator, texto: str) -> None:
        campo.fill(texto)

    def marcar(self, casilla: Locator) -> None:
        casilla.check()

    def optar(self, lista: Locator, opcion: str) -> None:
        lista.select_option(label=opcion)

    def adjuntar(self, campo: Locator, archivo: Path) -> None:
        campo.set_input_files(archivo)

    def oprimir(self, control: Locator) -> None:
        control.click()

    def pulsar(self, nombre: str) -> None:
        self.oprimir(self.page.get_by_role("button", name=nombre, exact=True))

    def abrir_del_menu(self, grupo: str, pagina: str) -> None:
        """Go to a page by the menu: a bar, or the drawer of a phone."""
        cajon = self.page.get_by_role("button", name="Menú")
        if cajon.is_visible():
            self.oprimir(cajon)
        menu = self.page.get_by_role("navigation", name="Menú principal")
        enlace = menu.get_by_role("link", name=pagina)
        if not enlace.is_visible():
            self.oprimir(menu.locator("summary", has_text=grupo))
        self.oprimir(enlace)

    def elegir_efirma(self) -> None:
        """Choose the two files, unless those of the visit are there, and type the password."""
        carpeta = self.portal.datos / "demo"
        expect(self.page.get_by_role("button", name="Validar", exact=True)).to_be_enabled()
        if not self.page.locator("[data-elegida]").is_visible():
            self.elecciones += 1
            self.adjuntar(self.page.get_by_label("Certificado (.cer)"), carpeta / self.persona["cer"])
            self.adjuntar(self.page.get_by_label("Clave privada (.key)"), carpeta / self.persona["key"])
        expect(self.page.get_by_label("Contraseña de clave privada")).to_have_value("")
        self.escribir(self.page.get_by_label("Contraseña de clave privada"), self.persona["contrasena"])

    def validar_y_firmar(self, nombre: str) -> None:
        firmar = self.page.get_by_role("button", name="Firmar", exact=True)
        expect(firmar).to_be_disabled()
        self.elegir_efirma()
        self.pulsar("Validar")
        expect(firmar).to_be_enabled()
        self.mirar(nombre)
        self.oprimir(firmar)

    def codigo_para(self, destino: str) -> str:
        return _ultimo(self.portal.datos / "salida" / ("correo" if "@" in destino else "sms"), destino)

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
            if destino in texto and "Tu código" in texto:
                return re.findall(r"(?<!\d)\d{6}(?!\d)", texto)[0]
        time.sleep(0.1)
    raise AssertionError(f"sin mensajes para {destino}")


def activar(paseo: Paseo) -> None:
    page = paseo.page
    paseo.escribir(page.get_by_label("Correo electrónico"), paseo.persona["correo"])
    paseo.escribir(page.get_by_label("Teléfono celular"), paseo.persona["celular"])
    paseo.mirar("medios")
    paseo.pulsar("Enviar códigos")
    page.get_by_label("Código del correo").wait_for()
    correo, celular = paseo.codigos()
    paseo.escribir(page.get_by_label("Código del correo"), correo)
    paseo.escribir(page.get_by_label("Código del celular"), celular)
    paseo.mirar("codigos")
    paseo.pulsar("Confirmar")
    expect(page.get_by_role("heading", name="Términos y Condiciones").first).to_be_visible()
    paseo.validar_y_firmar("terminos")
    expect(page.get_by_text("Buzón activado").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Descargar acuse"))).to_be_visible()
    paseo.mirar("activado")


def hacer_acto(paseo: Paseo, *, casilla: str, exito: str, nombre: str) -> str:
    page = paseo.page
    paseo.abrir_del_menu("Cobranza", "32D Autorización de Opinión Pública")
    paseo.marcar(page.get_by_label(casilla))
    paseo.mirar(f"{nombre}-guardar")
    paseo.pulsar("Guardar")
    paseo.validar_y_firmar(f"{nombre}-certificar")
    expect(page.get_by_role("heading", name=exito)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Descargar acuse"))).to_be_visible()
    paseo.mirar(f"{nombre}-exito")
    return page.url.rstrip("/").rpartition("/")[2]


def descargar_acuse(paseo: Paseo, folio: str, destino: Path) -> str:
    return descargar(paseo, "Descargar acuse", folio, destino)


def descargar(paseo: Paseo, enlace: str, folio: str, destino: Path) -> str:
    """Take a document by its link and return what it says."""
    with paseo.page.expect_download() as descarga:
        paseo.oprimir(paseo.page.get_by_role("link", name=re.compile(enlace)))
    ruta = destino / f"{folio}.pdf"
    descarga.value.save_as(ruta)
    texto = subprocess.run(
        ["pdftotext", "-layout", str(ruta), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert folio in texto
    assert paseo.persona["rfc"] in texto
    return texto
