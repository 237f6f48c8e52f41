"""A visit to one page after another, which tells all that fails in each."""

import os
from collections.abc import Iterable

from playwright.sync_api import Page, Response

from tests.navegador.inspeccion import ALTO, ANCHOS, en_oscuro, revisar
from tests.portal_real import RAIZ, Portal

CAPTURAS = os.environ.get("CAPTURAS")
# Pages that differ in nothing that a title could say.
MISMO_TITULO = {"opinion:publica", "portal:inicio"}


class Visita:
    """Goes from page to page and keeps what fails in each, and the titles, to tell one from another."""

    def __init__(self, page: Page, portal: Portal) -> None:
        self.page, self.portal = page, portal
        self.fallas: dict[str, list[str]] = {}
        self.titulos: dict[str, str] = {}
        self.quejas: list[str] = []
        page.on("console", lambda m: self.quejas.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.quejas.append(str(error)))

    def ver(self, nombre: str, ruta: str, *, status: int = 200) -> None:
        respuesta = self.page.goto(self.portal.url + ruta)
        self.mirar(nombre, respuesta, status=status)

    def mirar(self, nombre: str, respuesta: Response | None = None, *, status: int = 200) -> None:
        self.page.wait_for_load_state("load")
        # The browser itself names an answer that is an error.
        fallas = [f"se queja: {una}" for una in self.quejas if f"status of {status} " not in una]
        fallas += revisar(self.page)
        if "/admin/" not in self.page.url:  # whose dark theme is Django's
            fallas += [f"oscuro: {falla}" for falla in en_oscuro(self.page)]
        if respuesta is not None and respuesta.status != status:
            fallas.append(f"respondió {respuesta.status}")
        titulo = self.page.title()
        if (otra := self.titulos.setdefault(titulo, nombre)) != nombre and nombre not in MISMO_TITULO:
            fallas.append(f"se titula como {otra}: {titulo}")
        if fallas:
            self.fallas[nombre] = fallas
        if CAPTURAS:
            _capturar(self.page, nombre)
        self.quejas.clear()  # axe and the screenshot themselves run into the policy

    def verlas(self, rutas: dict[str, str]) -> None:
        for nombre, ruta in rutas.items():
            self.ver(nombre, ruta)

    def exigir(self) -> None:
        assert not self.fallas, "\n".join(_renglones(self.fallas))


def _renglones(fallas: dict[str, list[str]]) -> Iterable[str]:
    yield f"{len(fallas)} páginas con fallas"
    for nombre, suyas in fallas.items():
        yield from (f"{nombre} — {una}" for una in suyas)


def _capturar(page: Page, nombre: str) -> None:
    for ancho in (1280, 390):
        page.set_viewport_size({"width": ancho, "height": ALTO})
        archivo = f"acc-{nombre.replace(':', '-').replace(' ', '-')}-{ancho}.png"
        page.screenshot(path=str(RAIZ / str(CAPTURAS) / archivo), full_page=True)
    page.set_viewport_size({"width": ANCHOS[0], "height": ALTO})
