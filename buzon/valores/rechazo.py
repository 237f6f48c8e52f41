"""The base of every refusal."""

from collections.abc import Sequence
from typing import ClassVar, Self


class Rechazo(Exception):
    """What was asked for is refused. Each class says it once: to programs, to people and to HTTP.

    `codigo` is stable; `titulo` and `mensaje` (what to do now) are es-MX, marked for translation; `status` is
    4xx, or 503 where it is the portal that cannot. `detalle` is for the log, never for a page; `datos` fill the places
    (`%(n)s`) of `mensaje`; `ademas` is what else is wrong with what was sent: each fault is told, the first one gives
    code and status.
    """

    codigo: ClassVar[str]
    titulo: ClassVar[str]
    mensaje: ClassVar[str]
    status: ClassVar[int] = 422

    def __init__(self, detalle: str = "", **datos: object) -> None:
        super().__init__(detalle)
        self.detalle = detalle
        self.datos = datos
        self.ademas: Sequence[Rechazo] = ()

    def con(self, otros: Sequence["Rechazo"]) -> Self:
        self.ademas = otros
        return self
