"""Rule 3: every registro patronal is in baja."""

from datetime import date

from buzon.padron.hechos import EstadoRegistro, Hechos
from opinion.reglas.veredicto import Motivo, Veredicto


def todos_en_baja(hechos: Hechos, *, hoy: date) -> Veredicto | None:
    """An employer without debts whose registros are all in baja is not one any more.

    Source: Reglas, definition of Sin Opinión (DOF 04-05-2023); row 9 of the decision table.
    """
    if all(registro.estado is EstadoRegistro.BAJA for registro in hechos.registros):
        return Veredicto(Motivo.TODOS_EN_BAJA)
    return None
