"""The six CSV files of a register: UTF-8, comma, header, RFC 4180 quoting, one line feed per row."""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from buzon.padron.carga.esquema import ARCHIVOS
from buzon.padron.generador.oficinas import OFICINAS
from buzon.padron.generador.patrones import lotes

COLUMNAS = {archivo.nombre: archivo.encabezado for archivo in ARCHIVOS}
CADA = 50_000


def escribir_padron(
    carpeta: Path, *, patrones: int, semilla: int, avanzar: Callable[[int], None]
) -> dict[str, int]:
    """Write the files and return the rows of each; `avanzar` hears of the employers written so far.

    They take their names only when all are whole. Raises OSError where the folder cannot be written.
    """
    era_nueva = not carpeta.exists()
    carpeta.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=".generando-", dir=carpeta) as provisional:
            cuantas = _escribir(Path(provisional), patrones=patrones, semilla=semilla, avanzar=avanzar)
            for nombre in COLUMNAS:
                Path(provisional, f"{nombre}.csv").replace(carpeta / f"{nombre}.csv")
    # Ctrl-C too: nobody is to find a folder that holds half a register.
    except BaseException:
        if era_nueva:
            carpeta.rmdir()
        raise
    return cuantas


def _escribir(
    carpeta: Path, *, patrones: int, semilla: int, avanzar: Callable[[int], None]
) -> dict[str, int]:
    cuantas = dict.fromkeys(COLUMNAS, 0) | {"subdelegaciones": len(OFICINAS)}
    with _abiertos(carpeta) as escritores:
        escritores["subdelegaciones"].writerows(OFICINAS)
        for numero, lote in enumerate(lotes(patrones, semilla=semilla), start=1):
            for nombre, filas in zip(lote._fields, lote, strict=True):
                if filas:
                    escritores[nombre].writerows(filas)
                    cuantas[nombre] += len(filas)
            if numero % CADA == 0:
                avanzar(numero)
    return cuantas


@contextmanager
def _abiertos(carpeta: Path) -> Iterator[dict[str, Any]]:
    with ExitStack() as pila:
        escritores = {}
        for nombre, columnas in COLUMNAS.items():
            archivo = pila.enter_context((carpeta / f"{nombre}.csv").open("w", encoding="utf-8", newline=""))
            escritores[nombre] = csv.writer(archivo, lineterminator="\n")
            escritores[nombre].writerow(columnas)
        yield escritores
