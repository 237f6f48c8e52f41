"""The base of every refusal."""

from typing import ClassVar


class Rechazo(Exception):
    """What was asked for is refused. Each class says it once: to programs, to people and to HTTP.

    `codigo` is stable; `titulo` and `mensaje` (what to do now) are es-MX, marked for translation; `status` is
    4xx, or 503 where it is the portal that cannot. `detalle` is for the log, never for a page; `datos` fill the places
    (`%(n)s`) of `mensaje`.
    """

    codigo: ClassVar[str]
    titulo: ClassVar[str]
    mensaje: ClassVar[str]
    status: ClassVar[int] = 422

    def __init__(self, detalle: str = "", **datos: object) -> None:
        super().__init__(detalle)
        self.detalle = detalle
        self.datos = datos
