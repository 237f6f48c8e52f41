"""Rule 5: registered and up to date."""

from datetime import date

from buzon.padron.hechos import Hechos
from opinion.reglas.veredicto import Motivo, Veredicto


def al_corriente(hechos: Hechos, *, hoy: date) -> Veredicto | None:
    """Registered, with workers, in force or in huelga, and no debt: what the rules before this one leave.

    Source: Reglas, definition of Positiva (DOF 04-05-2023); rows 3 and 6 of the decision table.
    """
    return Veredicto(Motivo.AL_CORRIENTE)
