"""The rules of the opinion, in the order of the law: the first one that speaks decides.

Each rule is one function in one file, both of the same name. It takes the facts of one RFC and the day, and returns
a Veredicto, or None where it has nothing to say. Rules are pure: no database, no clock, no Django.
A change in what they decide takes a new VERSION. Their decision table, row by row: tests/opinion/reglas/test_tabla.py.
"""

from datetime import date
from typing import Protocol

from buzon.padron.hechos import Hechos
from opinion.reglas.al_corriente import al_corriente
from opinion.reglas.con_adeudos import con_adeudos
from opinion.reglas.sin_registro_patronal import sin_registro_patronal
from opinion.reglas.sin_trabajadores import sin_trabajadores
from opinion.reglas.todos_en_baja import todos_en_baja
from opinion.reglas.veredicto import Motivo, Sentido, Veredicto

__all__ = ["REGLAS", "VERSION", "Motivo", "Sentido", "Veredicto", "evaluar"]

VERSION = "1"


class Regla(Protocol):
    """A rule of the law."""

    def __call__(self, hechos: Hechos, *, hoy: date) -> Veredicto | None: ...


REGLAS: tuple[Regla, ...] = (
    sin_registro_patronal,
    con_adeudos,
    todos_en_baja,
    sin_trabajadores,
    al_corriente,
)


def evaluar(hechos: Hechos, *, hoy: date) -> Veredicto:
    """Return the verdict of the facts as of a day in Centro de México."""
    return next(veredicto for regla in REGLAS if (veredicto := regla(hechos, hoy=hoy)) is not None)
