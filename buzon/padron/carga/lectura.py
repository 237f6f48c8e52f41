"""From the folder to the staging tables: digests, headers, COPY; and where a file is broken, all its broken lines."""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.utils import CursorWrapper

from buzon.padron.carga.errores import ErrorDeArchivo
from buzon.padron.carga.esquema import ARCHIVOS, Archivo, Motivo

TROZO = 1 << 20
_BOM = b"\xef\xbb\xbf"
_ENCABEZADO_MAXIMO = 4096  # octets: a file without any line break is not read whole to be refused

Avanzar = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Fuente:
    """A file of the folder: its size in bytes and its SHA-256."""

    archivo: Archivo
    ruta: Path
    octetos: int
    sha256: str

    def como_json(self) -> dict[str, Any]:
        """What the record of the load keeps."""
        return {"archivo": f"{self.archivo.nombre}.csv", "octetos": self.octetos, "sha256": self.sha256}


def reunir(carpeta: Path) -> tuple[list[Fuente], list[ErrorDeArchivo]]:
    """Find the six files and take their digests; name those that are missing or have another header."""
    fuentes, errores = [], []
    for archivo in ARCHIVOS:
        ruta = carpeta / f"{archivo.nombre}.csv"
        try:
            with ruta.open("rb") as abierto:
                if _encabezado(abierto) != archivo.encabezado:
                    errores.append(ErrorDeArchivo(archivo.nombre, 1, "", Motivo.ENCABEZADO))
                    continue
                abierto.seek(0)
                digesto = hashlib.file_digest(abierto, "sha256").hexdigest()
                fuentes.append(Fuente(archivo, ruta, abierto.tell(), digesto))
        except OSError:
            errores.append(ErrorDeArchivo(archivo.nombre, 0, "", Motivo.ARCHIVO))
    return fuentes, errores


def _encabezado(abierto: BufferedReader) -> list[str]:
    linea = abierto.readline(_ENCABEZADO_MAXIMO).removeprefix(_BOM).decode("utf-8", "replace")
    try:
        return next(csv.reader([linea]), [])
    except csv.Error:
        return []


def copiar(cursor: CursorWrapper, fuente: Fuente, *, avanzar: Avanzar) -> None:
    """Copy a file into its staging table, every value as text and every row with its line.

    Raises psycopg.DataError at the first row that is not CSV of so many columns in UTF-8: see `rotos`.
    """
    archivo = fuente.archivo
    # START 2: the header is line 1, as whoever opens the file counts.
    textos = ", ".join(f"{nombre} text" for nombre in archivo.encabezado)
    cursor.execute(
        f"CREATE TEMP TABLE {archivo.entrada}"
        f" (linea bigint GENERATED ALWAYS AS IDENTITY (START 2), {textos}) ON COMMIT DROP"
    )
    orden = (
        f"COPY {archivo.entrada} ({archivo.lista}) FROM STDIN"
        f" WITH (FORMAT csv, ENCODING 'UTF8', FORCE_NULL ({archivo.lista}))"
    )
    with fuente.ruta.open("rb") as abierto, cursor.copy(orden) as copia:
        abierto.readline()
        for trozo in iter(lambda: abierto.read(TROZO), b""):
            copia.write(trozo)
            avanzar(len(trozo))
    # Autovacuum never sees a temporary table: without this, what follows is planned for a few rows.
    cursor.execute(f"ANALYZE {archivo.entrada}")


def rotos(fuente: Fuente, causa: psycopg.Error | None) -> Iterator[ErrorDeArchivo]:
    """Yield the lines that COPY would not take: all of them, by reading the file again line by line.

    Where that finds none, the line that PostgreSQL named in `causa`.
    """
    nombre, hay = fuente.archivo.nombre, False
    with fuente.ruta.open("rb") as abierto:
        for numero, cruda in enumerate(abierto, start=1):
            motivo = _motivo(cruda, len(fuente.archivo.columnas))
            if motivo is not None:
                hay = True
                yield ErrorDeArchivo(nombre, numero, "", motivo)
    if causa and not hay:
        yield ErrorDeArchivo(nombre, _linea_de(causa), "", Motivo.CSV)


def _motivo(cruda: bytes, columnas: int) -> Motivo | None:
    try:
        linea = cruda.decode("utf-8")
    except UnicodeDecodeError:
        return Motivo.CODIFICACION
    if "\0" in linea:
        return Motivo.CODIFICACION
    try:
        valores = next(csv.reader([linea], strict=True), [])
    except csv.Error:
        return Motivo.CSV
    return None if len(valores) == columnas else Motivo.COLUMNAS


def _linea_de(causa: psycopg.Error) -> int:
    """«COPY entrada_patrones, line 5, column rfc: …»: the header, which is not sent, comes before."""
    _, _, resto = (causa.diag.context or "").partition(", line ")
    numero = resto.partition(",")[0].partition(":")[0]
    return int(numero) + 1 if numero.isdecimal() else 0
