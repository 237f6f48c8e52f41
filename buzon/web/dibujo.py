"""The look of the staff's charts: SVG whose colours are attributes, since the policy of styles allows nothing else."""

import leather
from leather import theme

ANCHO, ALTO = 960, 320
VERDE, GUINDA, OCRE = "#235b4e", "#691c32", "#8a6a2f"
_LETRA = "Noto Sans, DejaVu Sans, Arial, sans-serif"

theme.background_color = "#ffffff"
theme.margin = 0.02
theme.title_color = theme.legend_color = theme.axis_title_color = theme.label_color = "#333333"
theme.title_font_family = theme.legend_font_family = _LETRA
theme.axis_title_font_family = theme.tick_font_family = _LETRA
theme.tick_color = "#dddddd"


def nueva_grafica(titulo: str) -> leather.Chart:
    return leather.Chart(titulo)


def como_svg(grafica: leather.Chart, *, alto: int = ALTO) -> bytes:
    return str(grafica.to_svg(width=ANCHO, height=alto)).encode()
