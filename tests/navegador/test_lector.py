"""Entering, authorising and the acuse, as a screen reader says them: compared with `transcripcion.txt`, line by line.

TRANSCRIPCION=1 writes it anew; who changes it reads it whole, as somebody who does not see the page hears it.
"""

import os
import re
from difflib import unified_diff
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.navegador.escenario import entra
from tests.navegador.lector import Lector
from tests.navegador.paseo import Paseo
from tests.portal_real import Portal

pytestmark = pytest.mark.navegador
QUIEN = "MULE840312QA0"
TRANSCRIPCION = Path(__file__).with_name("transcripcion.txt")
# What is another each time, in this order.
CAMBIA = (
    (r"\b\d{23}\b", "FOLIO"),
    (r"\b[A-Z2-7]{4}(-[A-Z2-7]{4}){7}\b", "CÓDIGO"),
    (r"\b\d{20}\b", "CERTIFICADO"),
    (r"\d{1,2} de \w+ de \d{4}(, \d\d:\d\d:\d\d( horas)?)?", "FECHA"),
    (r"\b\d\d:\d\d( horas)?\b", "HORA"),
    (r"\d+([.,]\d+)? KB", "TAMAÑO"),
)


def _fijas(frases: list[str]) -> list[str]:
    """The phrases with placeholders for what changes, without the text that is signed, folded, nor the history."""
    dichas, plegada = [], False
    for original in frases:
        frase = original
        for patron, nombre in CAMBIA:
            frase = re.sub(patron, nombre, frase)
        if frase.startswith("heading, Historial"):
            break
        if plegada and frase != "end of group":
            continue
        plegada = frase.startswith("Ver el texto exacto")
        dichas.append(frase)
    return dichas


def test_entrar_autorizar_y_acuse(pagina: Page, portal: Portal) -> None:
    quien = entra(portal, rfc=QUIEN, buzon_activo=True)
    # As it stands after a cancellation, whatever another test did before.
    if 'value="cancelar"' not in quien.http.get("/cobranza/32d/autorizacion/").content.decode():
        quien.hacer("autorizar")
    quien.hacer("cancelar")
    quien.http.sesion.close()
    persona = portal.personas(rfc=QUIEN, buzon_activo=True)[0]
    paseo, lector = Paseo(pagina, portal, persona), Lector(pagina)
    dicho: list[str] = []

    def anotar(titulo: str, frases: list[str]) -> None:
        dicho.extend([f"## {titulo}", *_fijas(frases), ""])

    def llegar(titulo: str) -> None:
        anotar(titulo, [f"title: {pagina.title()}", f"focus: {lector.foco()}", *lector.leer()])

    paseo.ir("/ingresar/")
    expect(pagina.get_by_role("button", name="Validar", exact=True)).to_be_enabled()
    llegar("Entrar")
    paseo.elegir_efirma()
    anotar("Entrar: se eligen los archivos", lector.oir())
    pagina.get_by_label("Contraseña de clave privada").fill("equivocada")
    paseo.pulsar("Validar")
    expect(pagina.get_by_role("alert")).to_be_focused()
    anotar("Entrar: la contraseña no abre la clave", [*lector.oir(), f"focus: {lector.foco()}"])
    pagina.get_by_label("Contraseña de clave privada").fill(persona["contrasena"])
    lector.dejar()
    paseo.pulsar("Validar")
    expect(pagina.get_by_role("heading", name="Tu Buzón IMSS")).to_be_visible()
    paseo.abrir_del_menu("Cobranza", "32D Autorización de Opinión Pública")
    expect(pagina.get_by_role("checkbox", name="Autorizo")).to_be_visible()
    expect(pagina.locator("h1")).to_be_focused()
    llegar("32D Autorización de Opinión Pública")
    lector.dejar()
    paseo.marcar(pagina.get_by_role("checkbox"))
    paseo.pulsar("Guardar")
    expect(pagina.get_by_label("Contraseña de clave privada")).to_be_visible()
    expect(pagina.get_by_role("button", name="Validar", exact=True)).to_be_enabled()
    expect(pagina.locator("h1")).to_be_focused()
    llegar("Certificar")
    paseo.elegir_efirma()
    paseo.pulsar("Validar")
    expect(pagina.get_by_role("button", name="Firmar", exact=True)).to_be_enabled()
    anotar("Certificar: se elige y se valida", lector.oir())
    lector.dejar()
    paseo.pulsar("Firmar")
    expect(pagina.get_by_role("link", name="Descargar acuse")).to_be_visible()
    expect(pagina.locator(".exito")).to_be_focused()
    llegar("Acuse")

    texto = "\n".join(dicho)
    if "TRANSCRIPCION" in os.environ:
        TRANSCRIPCION.write_text(texto, encoding="utf-8")
    antes = TRANSCRIPCION.read_text(encoding="utf-8").splitlines()
    cambio = "\n".join(unified_diff(antes, texto.splitlines(), "transcripcion.txt", "dicho", lineterm=""))
    assert not cambio, cambio
