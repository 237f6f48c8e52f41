"""Tables for a spreadsheet: CSV in which no text starts a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def como_csv(encabezado: Sequence[str], renglones: Iterable[Sequence[object]]) -> str:
    """Return the table as CSV; whoever writes it out puts a BOM before it (`utf-8-sig`), which spreadsheets need."""
    salida = StringIO()
    escritor = csv.writer(salida, lineterminator="\r\n")
    for renglon in (encabezado, *renglones):
        escritor.writerow([sin_formula(celda) if isinstance(celda, str) else celda for celda in renglon])
    return salida.getvalue()


def sin_formula(texto: str) -> str:
    """Return a text that a spreadsheet shows instead of computing it."""
    return f"'{texto}" if texto.startswith(_FORMULA) else texto
