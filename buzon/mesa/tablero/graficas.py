"""The three kinds of chart of the dashboard, as SVG; none takes an empty series."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leather.scales import Ordinal

from buzon.web.dibujo import VERDE, como_svg, nueva_grafica

Punto = tuple[str, float]
ROTULOS = 8
_LARGO = 34
_POR_BARRA, _FUERA_DE_BARRAS = 26, 90


@dataclass(frozen=True, slots=True)
class Linea:
    """One line: its name in the legend, its colour, and a value a day."""

    nombre: str
    color: str
    valores: Sequence[float]


def columnas(titulo: str, puntos: Sequence[Punto], *, eje_x: str, eje_y: str) -> bytes:
    grafica = nueva_grafica(titulo)
    marcas = _marcas(max(valor for _, valor in puntos))
    grafica.set_x_scale(Ordinal([nombre for nombre, _ in puntos]))
    grafica.add_x_axis(name=eje_x)
    grafica.add_y_scale(0, marcas[-1])
    grafica.add_y_axis(ticks=marcas, name=eje_y)
    grafica.add_columns(list(puntos), fill_color=VERDE)
    return como_svg(grafica)


def barras(titulo: str, puntos: Sequence[Punto], *, eje_x: str) -> bytes:
    """Draw a bar for each name, in per cent, the first one above."""
    grafica = nueva_grafica(titulo)
    nombrados = [(valor, f"{n}. {nombre[:_LARGO]}") for n, (nombre, valor) in enumerate(puntos, start=1)]
    grafica.add_x_scale(0, 100)
    grafica.add_x_axis(ticks=[0, 25, 50, 75, 100], name=eje_x)
    grafica.add_bars(nombrados, fill_color=VERDE)
    return como_svg(grafica, alto=_FUERA_DE_BARRAS + _POR_BARRA * max(len(puntos), 3))


def lineas(titulo: str, dias: Sequence[date], trazos: Sequence[Linea], *, eje_x: str, eje_y: str) -> bytes:
    """Draw lines over the same days, in their order."""
    grafica = nueva_grafica(titulo)
    lugares = [(dia - dias[0]).days for dia in dias]
    marcas = _marcas(max(valor for trazo in trazos for valor in trazo.valores))
    rotulados = dict(zip(lugares, dias, strict=True))
    grafica.add_x_scale(0, lugares[-1] or 1)
    grafica.add_x_axis(
        ticks=lugares[:: math.ceil(len(lugares) / ROTULOS)],
        tick_formatter=lambda lugar, _indice, _cuantos: f"{rotulados[lugar]:%d/%m}",
        name=eje_x,
    )
    grafica.add_y_scale(0, marcas[-1])
    grafica.add_y_axis(ticks=marcas, name=eje_y)
    for trazo in trazos:
        puntos = list(zip(lugares, trazo.valores, strict=True))
        # One day alone is drawn as a level: a line needs two ends.
        puntos = [*puntos, (1, puntos[0][1])] if len(puntos) == 1 else puntos
        grafica.add_line(puntos, name=trazo.nombre, stroke_color=trazo.color, width=3)
    return como_svg(grafica)


def _marcas(maximo: float) -> list[int]:
    """Return whole ticks from zero to no less than the maximum, six at most."""
    paso = max(1, math.ceil(maximo / 5))
    return list(range(0, paso * max(1, math.ceil(maximo / paso)) + 1, paso))
