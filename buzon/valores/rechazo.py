"""The base of every refusal."""

from typing import ClassVar


class Rechazo(Exception):
    """What was asked for is refused; `codigo` is stable, `detalle` is for the log, never for a page."""

    codigo: ClassVar[str] = "rechazo"

    def __init__(self, detalle: str = "") -> None:
        super().__init__(detalle)
        self.detalle = detalle
