"""Validation in sets: every value, every key, every reference, in the staging tables."""

from collections.abc import Callable

from django.db.backends.utils import CursorWrapper

from buzon.padron.carga.errores import LIMITE, ErrorDeArchivo, recortar
from buzon.padron.carga.esquema import ARCHIVOS, POR_NOMBRE, Archivo, Motivo, Referencia


def validar(cursor: CursorWrapper, *, avanzar: Callable[[], None]) -> list[ErrorDeArchivo]:
    """Return what is wrong in the staging tables, in the order of files and lines: LIMITE errors, or one more."""
    errores: list[ErrorDeArchivo] = []
    for archivo in ARCHIVOS:
        sin_referencia = [_sin_referencia(archivo, referencia) for referencia in archivo.referencias]
        for consulta in (_por_valor(archivo), _repetidas(archivo), *sin_referencia):
            if len(errores) > LIMITE:
                return errores[: LIMITE + 1]
            cursor.execute(consulta, [LIMITE + 1 - len(errores)])
            errores += [
                ErrorDeArchivo(archivo.nombre, linea, columna, Motivo(motivo), recortar(valor))
                for linea, columna, motivo, valor in cursor.fetchall()
            ]
        avanzar()
    orden = {archivo.nombre: n for n, archivo in enumerate(ARCHIVOS)}
    return sorted(errores, key=lambda error: (orden[error.archivo], error.linea))


def _por_valor(archivo: Archivo) -> str:
    """One pass that most rows leave at once; of the rows that fail, each column says why."""
    faltas = [
        (columna.nombre, condicion, motivo)
        for columna in archivo.columnas
        for condicion, motivo in columna.faltas
    ]
    faltas += archivo.reglas
    alguna = " OR ".join(f"({condicion})" for _, condicion, _ in faltas)
    casos = ", ".join(
        f"('{columna}', '{motivo}', {columna}, ({condicion}))" for columna, condicion, motivo in faltas
    )
    # The first reason of each column is enough.
    return (
        "SELECT DISTINCT ON (linea, columna) linea, columna, motivo, valor"
        f" FROM (SELECT * FROM {archivo.entrada} WHERE {alguna} ORDER BY linea LIMIT %s) AS malas,"
        f" LATERAL (VALUES {casos}) AS caso (columna, motivo, valor, falla) WHERE falla"
    )


def _repetidas(archivo: Archivo) -> str:
    clave = ", ".join(archivo.clave)
    return (
        f"SELECT linea, '{archivo.clave[-1]}', '{Motivo.REPETIDA}', {archivo.clave[-1]} FROM {archivo.entrada}"
        f" WHERE ({clave}) IN (SELECT {clave} FROM {archivo.entrada} GROUP BY {clave} HAVING count(*) > 1)"
        " ORDER BY linea LIMIT %s"
    )


def _sin_referencia(archivo: Archivo, referencia: Referencia) -> str:
    otro = POR_NOMBRE[referencia.archivo]
    registrada = (
        f" AND NOT EXISTS (SELECT FROM {otro.tabla} AS t WHERE t.{referencia.clave} = e.{referencia.columna})"
        if referencia.o_registrada
        else ""
    )
    return (
        f"SELECT linea, '{referencia.columna}', '{Motivo.NO_EXISTE}', {referencia.columna}"
        f" FROM {archivo.entrada} AS e WHERE {referencia.columna} IS NOT NULL AND NOT EXISTS"
        f" (SELECT FROM {otro.entrada} AS o WHERE o.{referencia.clave} = e.{referencia.columna}){registrada}"
        " ORDER BY linea LIMIT %s"
    )
