"""Rule 1: nobody is registered as an employer under the RFC."""

from datetime import date

from buzon.padron.hechos import Hechos
from opinion.reglas.veredicto import Motivo, Veredicto


def sin_registro_patronal(hechos: Hechos, *, hoy: date) -> Veredicto | None:
    """Without a registro patronal the Institute lacks what it needs to decide.

    Source: Reglas, definition of Sin Opinión (DOF 04-05-2023); row 1 of the decision table.
    """
    return None if hechos.registros else Veredicto(Motivo.SIN_REGISTRO_PATRONAL)
