"""How often the public looked an opinion up, a day: counted in memory and written in batches.

A look-up waits for nothing. What a process had not written yet when it was killed is lost, at most CADA_S of its own
look-ups; the holder's page says so.
"""

import atexit
import logging
import time
from collections import Counter
from datetime import date, datetime, timedelta
from threading import Lock, Thread

from django.conf import settings
from django.db import DatabaseError, connection

from buzon.valores.fechas import dia_en_centro
from opinion.models import Conteo

registro = logging.getLogger(__name__)
DIAS_GUARDADOS = 400
_SUMAR = """
    INSERT INTO opinion_conteo (rfc, dia, cuantas) SELECT * FROM unnest(%s::text[], %s::date[], %s::int[])
    ON CONFLICT (rfc, dia) DO UPDATE SET cuantas = opinion_conteo.cuantas + EXCLUDED.cuantas
"""


class _Conteo:
    """What this process counted and has not written; one thread of its own writes it, begun by the first look-up."""

    def __init__(self) -> None:
        self._cerrojo = Lock()
        self._sin_escribir: Counter[tuple[str, date]] = Counter()
        self._hilo: Thread | None = None

    def contar(self, rfc: str, *, ahora: datetime) -> None:
        """Count one look-up of an opinion that was shown."""
        with self._cerrojo:
            self._sin_escribir[rfc, dia_en_centro(ahora)] += 1
            if self._hilo is None and settings.CONTEO_CADA_S:
                self._hilo = Thread(target=self._escribir_siempre, daemon=True, name="conteo")
                self._hilo.start()
                atexit.register(self.vaciar)

    def vaciar(self) -> int:
        """Write what was counted; returns how many rows. What cannot be written stays for the next time."""
        with self._cerrojo:
            suyas, self._sin_escribir = self._sin_escribir, Counter()
        if not suyas:
            return 0
        # In one order, so that two processes never wait for each other in a ring.
        filas = sorted((rfc, dia, cuantas) for (rfc, dia), cuantas in suyas.items())
        try:
            with connection.cursor() as cursor:
                cursor.execute(_SUMAR, [list(columna) for columna in zip(*filas, strict=True)])
        except DatabaseError:
            registro.exception("el conteo de consultas no se pudo escribir ahora")
            with self._cerrojo:
                self._sin_escribir.update(suyas)
            return 0
        return len(filas)

    def _escribir_siempre(self) -> None:
        while True:
            time.sleep(settings.CONTEO_CADA_S)
            self.vaciar()
            connection.close()  # of this thread alone: between two batches it holds none


conteo = _Conteo()


def limpiar(*, ahora: datetime) -> None:
    """Delete the counts that are older than DIAS_GUARDADOS, as the page of the holder says."""
    Conteo.objects.filter(dia__lt=dia_en_centro(ahora) - timedelta(days=DIAS_GUARDADOS)).delete()
