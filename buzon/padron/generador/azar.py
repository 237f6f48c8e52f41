"""Draws from a source of uniform numbers in [0, 1)."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Azar = Callable[[], float]
Uno = TypeVar("Uno")


def uno_de(azar: Azar, opciones: Sequence[Uno]) -> Uno:
    """Return one of the options, each as likely; one that stands twice is twice as likely."""
    return opciones[int(azar() * len(opciones))]


def repetidos(pesos: dict[Uno, int]) -> tuple[Uno, ...]:
    """Return every option as many times as it weighs."""
    return tuple(opcion for opcion, peso in pesos.items() for _ in range(peso))


def cola(azar: Azar, *, base: float, tope: int) -> int:
    """Return a whole number of a long tail: k or more has the chance base / k, less and less up to `tope`."""
    return int(base / (azar() + base / tope))
