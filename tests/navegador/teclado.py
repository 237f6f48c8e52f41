"""A person before the screen with keys alone: what has no way by Tab, Space, Enter or the arrows, they cannot do."""

from pathlib import Path

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.navegador.paseo import Paseo

TABULACIONES = 120


class PaseoConTeclado(Paseo):
    """The same gestures, each by keys from wherever the focus is."""

    def escribir(self, campo: Locator, texto: str) -> None:
        llegar(campo)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(texto)

    def marcar(self, casilla: Locator) -> None:
        llegar(casilla)
        self.page.keyboard.press("Space")

    def optar(self, lista: Locator, opcion: str) -> None:
        llegar(lista)
        self.page.keyboard.press("Home")
        for _ in range(lista.locator("option").count()):
            if lista.locator("option:checked").inner_text().strip() == opcion:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"con las flechas no se llega a «{opcion}»")

    def adjuntar(self, campo: Locator, archivo: Path) -> None:
        self.page.wait_for_load_state("load")
        elegir_archivo(campo, archivo)

    def oprimir(self, control: Locator) -> None:
        llegar(control)
        self.page.keyboard.press("Enter")


def llegar(a: Locator) -> None:
    """Press Tab until that element has the focus, unless it has it."""
    for _ in range(TABULACIONES):
        if a.evaluate("elemento => elemento === document.activeElement"):
            return
        a.page.keyboard.press("Tab")
    raise AssertionError(f"con el teclado no se llega a {a}")


def elegir_archivo(campo: Locator, ruta: Path) -> None:
    """Open with a key the chooser of a field of files, and choose."""
    for resta in (5, 4, 3, 2, 1, 0):
        llegar(campo)  # each time: a page that has just arrived takes the focus to its heading
        try:
            with campo.page.expect_file_chooser(timeout=5_000) as selector:
                campo.page.keyboard.press("Space")
            break
        except PlaywrightTimeout:  # Chromium swallows a key pressed while it still lays the page out
            if not resta:
                raise
    selector.value.set_files(ruta)
    campo.page.wait_for_timeout(300)  # Chromium opens no second chooser while it puts the first one away


def tabular(page: Page, hasta: str, *, veces: int = TABULACIONES) -> None:
    """Press Tab, once at least, until the element that the selector names has the focus."""
    for _ in range(veces):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", hasta):
            return
    raise AssertionError(f"con el teclado no se llega a {hasta}")
