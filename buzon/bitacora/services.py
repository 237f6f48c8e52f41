"""Writes to the log. Everybody may write; nobody may change; only refusals are erased, once they are old."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from getpass import getuser
from typing import Any

from django.db import connection, transaction

from buzon.bitacora.models import Asiento, Lectura
from buzon.valores.fechas import dia_en_centro

# ON CONFLICT repeats the condition of the index `rechazo_contado`: by it PostgreSQL finds the index.
_CONTAR = """
INSERT INTO bitacora_rechazo
    (codigo, objeto, rfc, autor, red, minuto, veces, ruta, direccion, detalle, creado_en)
VALUES (%s, %s, %s, %s, %s, %s, 1, %s, %s, %s, %s)
ON CONFLICT (minuto, red, codigo, objeto, rfc, autor) WHERE (autor = '' AND rfc = '') OR NOT objeto = ''
DO UPDATE SET veces = bitacora_rechazo.veces + 1
"""
# A flood of refusals writes the same row: none of its requests waits longer than this for the others.
_ESPERA = "SET LOCAL lock_timeout = '1s'"
_VACIAR = """
DELETE FROM bitacora_rechazo WHERE id IN (
    SELECT id FROM bitacora_rechazo WHERE creado_en < %s ORDER BY creado_en LIMIT %s)
"""
LOTE = 5_000  # rows of one statement, so that none holds the table for long


def anotar(evento: str, *, ahora: datetime, rfc: str = "", detalle: dict[str, Any] | None = None) -> Asiento:
    """Append an entry in the caller's transaction.

    `detalle` holds JSON values without secrets: no passwords, keys or codes ever enter the log.
    """
    return Asiento.objects.create(evento=evento, rfc=rfc, detalle=detalle or {}, creado_en=ahora)


def anotar_lectura(rfc: str, *, autor: str, pagina: str, ahora: datetime) -> None:
    """Write that somebody of the staff opened a page about one person: the first time of the day, in one order."""
    dia = dia_en_centro(ahora)
    fila = Lectura(dia=dia, autor=autor, rfc=rfc, pagina=pagina, creado_en=ahora)
    Lectura.objects.bulk_create([fila], ignore_conflicts=True)


@dataclass(frozen=True, slots=True)
class Negado:
    """What was refused, to whom (an RFC, an account of the staff, or nobody known) and where.

    `objeto` is the limit that was reached, if one was: such a refusal is counted also of somebody known.
    """

    codigo: str
    red: str
    direccion: str
    ruta: str = ""
    detalle: str = ""
    objeto: str = ""
    rfc: str = ""
    autor: str = ""


def anotar_rechazo(negado: Negado, *, ahora: datetime) -> None:
    """Write a refusal, or count it with those of its minute; whoever waits a second for the count gives it up.

    Raises DatabaseError then, too.
    """
    minuto = ahora.replace(second=0, microsecond=0)
    quien = (negado.codigo, negado.objeto, negado.rfc, negado.autor, negado.red, minuto)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ESPERA)
        cursor.execute(_CONTAR, [*quien, negado.ruta, negado.direccion, negado.detalle, ahora])


def vaciar_rechazos(*, dias: int, ahora: datetime) -> int:
    """Erase the refusals older than that, some at a time, and return how many; what is left is for the next night."""
    limite, borrados, antes = ahora - timedelta(days=dias), 0, -1
    while borrados > antes:
        antes = borrados
        with connection.cursor() as cursor:
            cursor.execute(_VACIAR, [limite, LOTE])
            borrados += cursor.rowcount
    return borrados


def operador() -> str:
    """Return who gives an order on the server, as the log names them: the operating system's user."""
    try:
        nombre = getuser()
    except (KeyError, OSError):  # a container's number that has no name
        nombre = str(os.getuid())
    return f"servidor:{nombre}"
