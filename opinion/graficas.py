"""Charts of the opinion for the staff."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from buzon.valores.fechas import ZONA
from buzon.web.dibujo import GUINDA, OCRE, VERDE, como_svg, nueva_grafica
from opinion.models import Corrida

_CADA = 3
# The colours of the look-up, each with its name in the legend; the figures stand in a table under the chart.
_SERIES = (("positivas", VERDE), ("negativas", GUINDA), ("sin_opinion", OCRE))


def sentidos_en_el_tiempo(corridas: Sequence[Corrida]) -> bytes:
    """Draw the share of each sentido in each run, in the order given (one at least), as SVG."""
    nombres = {
        "positivas": _("Positiva"),
        "negativas": _("Negativa"),
        "sin_opinion": _("Sin opinión"),
    }
    grafica = nueva_grafica(_("Sentidos por recálculo, en por ciento"))
    ultima = len(corridas) - 1
    dias = [f"{corrida.iniciada_en.astimezone(ZONA):%d/%m}" for corrida in corridas]
    grafica.add_x_scale(0, max(ultima, 1))
    grafica.add_y_scale(0, 100)
    grafica.add_x_axis(
        ticks=[0, *range(_CADA, ultima + 1, _CADA)],
        tick_formatter=lambda valor, _indice, _cuantos: dias[int(valor)],
        name=_("Día del recálculo"),
    )
    grafica.add_y_axis(ticks=[0, 25, 50, 75, 100])
    for campo, color in _SERIES:
        puntos = [(n, _por_ciento(corrida, campo)) for n, corrida in enumerate(corridas)]
        grafica.add_line(puntos, name=nombres[campo], stroke_color=color, width=3)
    return como_svg(grafica)


def _por_ciento(corrida: Corrida, campo: str) -> float:
    total = corrida.positivas + corrida.negativas + corrida.sin_opinion
    return 100 * int(getattr(corrida, campo)) / total if total else 0.0
