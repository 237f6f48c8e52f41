"""What every page must hold to (WCAG 2.2 AA), looked at in the browser: axe, reflow, spaced text, focus, landmarks."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

# Desktop; 200 % zoom of it; a phone; 400 % zoom of it (WCAG 1.4.10).
ANCHOS = (1280, 640, 390, 320)
ALTO = 844
REGLAS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What depends on the width of the window; the rest is the same at every one.
DEL_ANCHO = ["target-size", "scrollable-region-focusable"]
_GUION = Axe().axe_script
_CORRER = """async (soloDe) => {
  const { violations } = await axe.run({ resultTypes: ['violations'], runOnly: soloDe });
  const donde = (nodes) => nodes.slice(0, 3).map((n) => n.target).join(' ; ');
  return violations.map(({ id, nodes }) => `axe ${id} (${nodes.length}): ${donde(nodes)}`);
}"""
# What only just took or lost the focus is on its way to another colour.
_AL_FIN = """() => document.getAnimations()
  .filter((una) => una.effect.getComputedTiming().endTime < Infinity).forEach((una) => una.finish())"""

NOMBRAR = """
const nombre = (e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + [...e.classList].map((c) => '.' + c).join('')
  + ' «' + (e.innerText ?? e.value ?? '').trim().slice(0, 30) + '»';
"""

# One h1, a title, the language, one main, a first link that jumps to something that exists.
ESTRUCTURA = """() => {
  const falta = [];
  const visibles = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  if (visibles('h1').length !== 1) falta.push(`tiene ${visibles('h1').length} h1`);
  if (!/^es(-MX)?$/i.test(document.documentElement.lang)) falta.push(`lang=«${document.documentElement.lang}»`);
  if (!/[^\\s|–]/.test(document.title.split(/ [–|] /)[0])) falta.push(`título «${document.title}»`);
  if (visibles('main').length !== 1) falta.push(`tiene ${visibles('main').length} main`);
  const salto = document.querySelector('a[href]');
  const destino = salto?.hash && document.querySelector(salto.hash);
  if (!destino && document.querySelector('nav')) falta.push('su primer enlace no salta al contenido');
  return falta;
}"""

IMAGENES_ROTAS = (
    "[...document.images].filter((una) => una.complete && !una.naturalWidth).map((una) => una.src)"
)

SOBRA = "document.documentElement.scrollWidth - window.innerWidth"

DESBORDA = """() => {
  NOMBRAR
  const ancho = window.innerWidth;
  return [...document.querySelectorAll('body *')]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > ancho + 1 && !e.closest('.oculto'))
    .slice(0, 4).map(nombre);
}""".replace("NOMBRAR", NOMBRAR)

# WCAG 1.4.12, by a sheet of the document's own: the policy of the portal admits no inline style.
ESPACIAR = """() => {
  const hoja = new CSSStyleSheet();
  hoja.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [hoja];
}"""
QUITAR_ESPACIO = "() => { document.adoptedStyleSheets = []; }"

# Text that its own box cuts off and that cannot be scrolled to.
CORTADO = """() => {
  NOMBRAR
  const corta = (valor) => valor === 'hidden' || valor === 'clip';
  return [...document.querySelectorAll('body *')].filter((e) => {
    if (!e.checkVisibility() || !e.textContent.trim() || e.clientWidth < 2) return false;
    if (e.closest('.oculto, .visually-hidden')) return false;
    const { overflowX, overflowY } = getComputedStyle(e);
    const [ancho, alto] = [e.scrollWidth > e.clientWidth + 1, e.scrollHeight > e.clientHeight + 1];
    return (corta(overflowX) && ancho) || (corta(overflowY) && alto);
  }).slice(0, 4).map(nombre);
}""".replace("NOMBRAR", NOMBRAR)

# Each thing that takes the focus shows it (2.4.7) and is not wholly behind another (2.4.11).
FOCO = """() => {
  NOMBRAR
  const aspecto = (e) => {
    const de = (quien) => {
      const s = getComputedStyle(quien);
      const contorno = s.outlineStyle === 'none' ? '' : s.outlineWidth + s.outlineColor;
      return [contorno, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine].join();
    };
    return [e, e.parentElement, e.closest('label')].filter(Boolean).map(de).join();
  };
  const tapado = (e) => {
    const { left, right, top, bottom } = e.getBoundingClientRect();
    if (right - left < 2) return false;
    const puntos = [[left + 2, top + 2], [right - 2, bottom - 2], [(left + right) / 2, (top + bottom) / 2]];
    return !puntos.some(([x, y]) => {
      const encima = document.elementFromPoint(x, y);
      return encima && (e.contains(encima) || encima.contains(e));
    });
  };
  const enfocables = 'a[href], button:enabled, input:enabled, select, textarea, summary, [tabindex="0"]';
  const malos = [];
  for (const e of document.querySelectorAll(enfocables)) {
    if (e.tabIndex < 0 || !e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
    document.activeElement?.blur();
    const antes = aspecto(e);
    e.focus();
    if (document.activeElement !== e) continue;
    if (aspecto(e) === antes) malos.push('no se ve el foco de ' + nombre(e));
    else if (tapado(e)) malos.push('queda tapado ' + nombre(e));
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return malos.slice(0, 6);
}""".replace("NOMBRAR", NOMBRAR)


@contextmanager
def al_llegar(page: Page) -> Iterator[None]:
    """Do what leaves the page, and wait until the next one, even if it looks the same, is there."""
    page.evaluate("document.body.firstElementChild.dataset.anterior = ''")
    yield
    expect(page.locator("[data-anterior]")).to_have_count(0)
    page.wait_for_load_state("load")


def axe(page: Page, *, solo: list[str] | None = None) -> list[str]:
    """Return what axe finds in the page as it is now by all rules, or by these alone: a line for each rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_GUION)
    page.evaluate(_AL_FIN)
    cuales = {"type": "rule", "values": solo} if solo else {"type": "tag", "values": REGLAS}
    hallado: list[str] = page.evaluate(_CORRER, cuales)
    return hallado


def de_lado(page: Page) -> list[str]:
    """Return the page's sideways scroll, with what sticks out."""
    sobra = page.evaluate(SOBRA)
    return [f"sobran {sobra} px: {page.evaluate(DESBORDA)}"] if sobra > 0 else []


def rotas(page: Page) -> list[str]:
    """Return the images that the page asks for and that did not come."""
    return [f"no se ve {una}" for una in page.evaluate(IMAGENES_ROTAS)]


def con_mas_espacio(page: Page) -> list[str]:
    """Return what is lost when the text is spaced as WCAG 1.4.12 says."""
    antes = set(page.evaluate(CORTADO))
    page.evaluate(ESPACIAR)
    perdido = [*de_lado(page), *(f"se corta {uno}" for uno in page.evaluate(CORTADO) if uno not in antes)]
    page.evaluate(QUITAR_ESPACIO)
    return [f"con más espacio: {uno}" for uno in perdido]


def foco(page: Page) -> list[str]:
    """Return what takes the focus and does not show it; the Tab first, so that the browser shows it at all."""
    page.keyboard.press("Tab")
    hallado: list[str] = page.evaluate(FOCO)
    return hallado


def en_un_ancho(page: Page, ancho: int) -> Iterator[str]:
    """Yield what fails in the page at this width."""
    page.set_viewport_size({"width": ancho, "height": ALTO})
    yield from de_lado(page)
    yield from axe(page, solo=None if ancho == ANCHOS[0] else DEL_ANCHO)
    if ancho == ANCHOS[0]:
        yield from foco(page)
    if ancho == ANCHOS[-1]:
        yield from con_mas_espacio(page)


def en_oscuro(page: Page) -> list[str]:
    """Return the text that lacks contrast in the dark scheme, which changes colours alone."""
    page.emulate_media(color_scheme="dark")
    fallas = axe(page, solo=["color-contrast"])
    page.emulate_media(color_scheme="light")
    return fallas


def revisar(page: Page) -> list[str]:
    """Return everything that fails in the page, at every width."""
    page.wait_for_load_state("load")
    fallas = [*page.evaluate(ESTRUCTURA), *rotas(page)]
    for ancho in ANCHOS:
        fallas += [f"{ancho}: {falla}" for falla in en_un_ancho(page, ancho)]
    page.set_viewport_size({"width": ANCHOS[0], "height": ALTO})
    return fallas
