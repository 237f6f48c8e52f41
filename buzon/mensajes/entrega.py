"""What becomes of a message that is handed over: a sender took it, or why it did not leave.

Every failure is an OSError, as those of the network and the disk are: whoever sends tries again at any of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entrega:
    """Who took a message, and how that sender calls it."""

    por: str
    referencia: str = ""


class Falla(OSError):
    """A message did not leave, or may not have; the text is short and names no address of a person."""


class FallaTemporal(Falla):
    """It was surely not taken, and the same may go well later."""


class EnDuda(FallaTemporal):
    """It may have been taken by `por`, whose answer was lost: nobody else is to send it meanwhile."""

    def __init__(self, motivo: str, *, por: str = "") -> None:
        super().__init__(motivo)
        self.por = por


class FallaPermanente(Falla):
    """It was refused for good: the same would be refused again."""
