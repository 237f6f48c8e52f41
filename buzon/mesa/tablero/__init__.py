"""The dashboard's figures.

A new one is a function that returns a `Cuadro` and its line in FIGURAS; page, chart and CSV follow.
"""

from django.utils.translation import gettext_lazy as _

from buzon.mesa.tablero.cuadro import PERIODOS, Alcance, Cuadro, Figura
from buzon.mesa.tablero.nacionales import autorizaciones, documentos_pendientes, opiniones
from buzon.mesa.tablero.solicitudes import abiertas, dias_para_resolver, en_plazo

__all__ = ["PERIODOS", "Alcance", "Cuadro", "Figura", "figura_de", "figuras_de"]

FIGURAS = (
    Figura("abiertas", _("Solicitudes abiertas por plazo"), abiertas, False, False),
    Figura("dias", _("Días para resolver"), dias_para_resolver, False),
    Figura("plazo", _("Resueltas en 10 días, por subdelegación"), en_plazo, False),
    Figura("autorizaciones", _("Autorizaciones y cancelaciones por día"), autorizaciones),
    Figura(
        "documentos",
        _("Documentos pendientes de sello"),
        documentos_pendientes,
        es_del_periodo=False,
    ),
    Figura("opiniones", _("Opiniones por sentido"), opiniones, es_del_periodo=False),
)


def figuras_de(alcance: Alcance) -> list[Figura]:
    """Return the figures that may be seen from there."""
    return [figura for figura in FIGURAS if not (alcance.oficina and figura.es_nacional)]


def figura_de(clave: str, *, alcance: Alcance) -> Figura | None:
    """Return one of them by its key."""
    return next((figura for figura in figuras_de(alcance) if figura.clave == clave), None)
