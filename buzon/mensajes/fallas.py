"""How a message can fail to leave. All are OSError: whoever sends a code tries again at any of them."""


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
