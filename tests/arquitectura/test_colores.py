"""The colours of the portal, light and dark: said once, as tokens, with the contrast of WCAG 2.2 AA (1.4.3, 1.4.11)."""

import re
from itertools import product

import pytest

from tests.portal_real import RAIZ

HOJAS = RAIZ / "static" / "css" / "buzon"
FICHAS = (HOJAS / "01-fichas.css").read_text(encoding="utf-8")
UN_COLOR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(\d|\b(?:white|black)\b(?!-)")
# What is the same in both: a QR is read on white, what is printed is black, and a veil is a veil.
SIN_FICHA = {"04-menu.css": ["rgb(8"], "15-opinion.css": ["#fff"], "18-impresion.css": ["#000"] * 3}

FONDOS = ("superficie", "papel")
TEXTOS = [
    *product(("tinta", "tinta-suave", "verde", "verde-claro", "guinda"), FONDOS),
    *product(("tinta", "tinta-suave", "verde", "verde-claro"), ("verde-palido",)),
    *product(("tinta", "tinta-suave", "guinda"), ("guinda-palido",)),
    *product(("tinta", "verde-claro"), ("dorado-palido",)),
    ("gris", "superficie"),
    ("tinta-suave", "gris-tenue"),
    ("verde-claro", "verde-tenue"),
    ("guinda", "guinda-tenue"),
    ("superficie", "guinda"),
    *product(("sobre-relleno",), ("relleno", "relleno-fuerte")),
    *product(("sobre-cabecera", "dorado-claro", "foco"), ("cabecera",)),
]
CONTROLES = [
    *product(("borde", "relleno", "verde-claro", "guinda"), FONDOS),
    ("relleno", "verde-palido"),
    ("relleno", "guinda-palido"),
    # The ring of the focus.
    *product(("verde",), (*FONDOS, "verde-palido", "guinda-palido", "dorado-palido")),
    ("foco", "relleno"),
]


def _fichas(bloque: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", bloque))


CLARO, OSCURO = map(_fichas, FICHAS.split("@media screen and (prefers-color-scheme: dark)"))


def _luminancia(color: str) -> float:
    cifras = color[1:] if len(color) == 7 else "".join(cifra * 2 for cifra in color[1:])
    canales = (int(cifras[i : i + 2], 16) / 255 for i in (0, 2, 4))
    lineales = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canales]
    return sum(peso * canal for peso, canal in zip((0.2126, 0.7152, 0.0722), lineales, strict=True))


def _contraste(uno: str, otro: str) -> float:
    menor, mayor = sorted(map(_luminancia, (uno, otro)))
    return (mayor + 0.05) / (menor + 0.05)


@pytest.mark.parametrize("esquema", [CLARO, CLARO | OSCURO], ids=["claro", "oscuro"])
def test_cada_par_tiene_su_contraste(esquema: dict[str, str]) -> None:
    pares = [(par, minimo) for grupo, minimo in ((TEXTOS, 4.5), (CONTROLES, 3)) for par in grupo]
    faltan = {
        par: round(hay, 2)
        for par, minimo in pares
        if (hay := _contraste(esquema[par[0]], esquema[par[1]])) < minimo
    }
    assert not faltan


def test_el_oscuro_cambia_fichas_que_hay() -> None:
    assert len(OSCURO) > 15
    assert OSCURO.keys() <= CLARO.keys()


def test_ningun_color_se_dice_fuera_de_las_fichas() -> None:
    dichos = {
        hoja.name: colores
        for hoja in sorted(HOJAS.glob("*.css"))
        if hoja.name != "01-fichas.css" and (colores := UN_COLOR.findall(hoja.read_text(encoding="utf-8")))
    }
    assert dichos == SIN_FICHA
