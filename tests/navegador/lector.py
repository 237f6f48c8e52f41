"""What a screen reader says of a page: a virtual one over its DOM, in the browser (@guidepup/virtual-screen-reader).

It stands for none in particular; what it says comes of the roles, names and descriptions that every one gets.
"""

import re
from functools import cache
from itertools import groupby

from playwright.sync_api import Page

from tests.portal_real import RAIZ

PAQUETE = RAIZ / "node_modules" / "@guidepup" / "virtual-screen-reader" / "lib" / "esm" / "index.browser.js"
# Where scripts run, browsers do not draw it.
_LEER = """async () => {
  for (const una of document.querySelectorAll('noscript')) una.remove();
  await virtual.start({ container: document.querySelector('main') });
  const fin = 'end of main';
  while ((await virtual.lastSpokenPhrase()) !== fin) await virtual.next();
  return await virtual.spokenPhraseLog();
}"""
_FOCO = """() => {
  const { role, localName, innerText } = document.activeElement;
  return localName === 'body' ? 'none' : `${role ?? localName}, ${innerText.replace(/\\s+/g, ' ').trim()}`;
}"""
_DESDE = """async (antes) => {
  await new Promise((seguir) => setTimeout(seguir, 100));
  return (await virtual.spokenPhraseLog()).slice(antes);
}"""


@cache
def _guion() -> str:
    """The package as a script: a page's policy admits no module of somebody else's, and this is put in from outside."""
    fuente = PAQUETE.read_text(encoding="utf-8")
    exporta = re.search(r"export\s*\{[^}]*?([\w$]+) as virtual[^}]*\}", fuente)
    assert exporta, "el paquete cambió su forma de exportar"
    return f"(() => {{{fuente.replace(exporta[0], '')};\nglobalThis.virtual = {exporta[1]}; }})()"


class Lector:
    """Reads the main part of a page from its beginning to its end, and hears what the page says by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._dichas = 0

    def leer(self) -> list[str]:
        """Return each phrase of the page as it is now."""
        if not self.page.evaluate("'virtual' in globalThis"):
            self.page.evaluate(_guion())
        dichas: list[str] = self.page.evaluate(_LEER)
        self._dichas = len(dichas)
        return dichas

    def foco(self) -> str:
        """Return the text of what has the focus, where a reader begins by itself; "none" on a page just loaded."""
        suyo: str = self.page.evaluate(_FOCO)
        return suyo

    def oir(self) -> list[str]:
        """Return what the page's live regions said since it was read: what is said twice in a row once, silence never.

        The virtual reader answers each change of the DOM; a real one waits until they are over.
        """
        dichas: list[str] = self.page.evaluate(_DESDE, self._dichas)
        self._dichas += len(dichas)
        de_la_pagina = [una for una in dichas if re.fullmatch(r"(polite|assertive): .*\S", una)]
        return [una for una, _ in groupby(de_la_pagina)]

    def dejar(self) -> None:
        self.page.evaluate("virtual.stop()")
