"""How far a load went, told while it runs: on a connection of its own, since the load's work is not seen before."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

CADA_S = 0.5


class Tablero:
    """Counts the steps of a load and writes the percentage, twice a second at most."""

    def __init__(self, conexion: BaseDatabaseWrapper, carga_id: int, *, total: int) -> None:
        self._conexion = conexion
        self._carga_id = carga_id
        self._total = max(total, 1)
        self._hecho = 0
        self._escrito = 0.0
        self.fase = ""

    def empezar(self, fase: str) -> None:
        """Name what comes next."""
        self.fase = fase
        self._escribir()

    def avanzar(self, cuanto: int) -> None:
        """Count work done, in the units of the total."""
        self._hecho += cuanto
        if time.monotonic() - self._escrito > CADA_S:
            self._escribir()

    @property
    def porcentaje(self) -> int:
        """From 0 to 99: only the end is the end."""
        return min(99, 100 * self._hecho // self._total)

    def _escribir(self) -> None:
        self._escrito = time.monotonic()
        with self._conexion.cursor() as cursor:
            cursor.execute(
                "UPDATE padron_carga SET fase = %s, avance = %s, movida_en = clock_timestamp() WHERE id = %s",
                [self.fase, self.porcentaje, self._carga_id],
            )


@contextmanager
def tablero(carga_id: int, *, total: int) -> Iterator[Tablero]:
    """Open the connection for the time of one load."""
    conexion = connections.create_connection("default")
    try:
        yield Tablero(conexion, carga_id, total=total)
    finally:
        conexion.close()
