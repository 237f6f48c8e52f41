"""Rule 4: an employer without workers."""

from datetime import date

from buzon.padron.hechos import Hechos
from opinion.reglas.veredicto import Motivo, Veredicto

# Facultativo, seguro de salud para la familia, continuación voluntaria: insured persons who are nobody's workers.
MODALIDADES_SIN_TRABAJADORES = frozenset({"32", "33", "40"})


def sin_trabajadores(hechos: Hechos, *, hoy: date) -> Veredicto | None:
    """Without workers there are no obligations to give an opinion of.

    Source: Reglas, definition of Sin Opinión (DOF 04-05-2023); rows 4 and 7 of the decision table.
    """
    return None if trabajadores_de(hechos) else Veredicto(Motivo.SIN_TRABAJADORES)


def trabajadores_de(hechos: Hechos) -> int:
    """Workers over all the registros, except those of the modalidades that have none."""
    return sum(
        registro.trabajadores
        for registro in hechos.registros
        if registro.modalidad not in MODALIDADES_SIN_TRABAJADORES
    )
