"""Words for people that pure code says in es-MX and a page may say in another language (pure)."""

from enum import StrEnum
from typing import Self


def marcado(texto: str) -> str:
    """Return the text as it is; the catalogue of translations gathers it from here."""
    return texto


class Rotulado(StrEnum):
    """A member is its value, which is kept, and what is printed for it: es-MX, marked for translation.

    `MEMBER = "VALUE", marcado("En palabras")`; a member without words prints its value.
    """

    impreso: str

    def __new__(cls, valor: str, impreso: str = "") -> Self:
        miembro = str.__new__(cls, valor)
        miembro._value_ = valor
        miembro.impreso = impreso or valor
        return miembro
