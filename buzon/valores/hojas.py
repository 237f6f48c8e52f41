"""Tables for a spreadsheet, CSV and XLSX, in which no text starts a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from xlsxwriter import Workbook

TIPO_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def como_csv(encabezado: Sequence[str], renglones: Iterable[Sequence[object]]) -> str:
    """Return the table as CSV; whoever writes it out puts a BOM before it (`utf-8-sig`), which spreadsheets need."""
    salida = StringIO()
    escritor = csv.writer(salida, lineterminator="\r\n")
    for renglon in (encabezado, *renglones):
        escritor.writerow([sin_formula(celda) if isinstance(celda, str) else celda for celda in renglon])
    return salida.getvalue()


def como_xlsx(encabezado: Sequence[str], renglones: Iterable[Sequence[object]], *, nombre: str) -> bytes:
    """Return the table as a workbook of one sheet: texts are texts, whatever they begin with or look like."""
    salida = BytesIO()
    literales = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(salida, literales | {"in_memory": True}) as libro:
        hoja = libro.add_worksheet(nombre[:31])
        negrita = libro.add_format({"bold": True})
        hoja.write_row(0, 0, encabezado, negrita)
        for numero, renglon in enumerate(renglones, start=1):
            for columna, celda in enumerate(renglon):
                # `write` would ask what each text looks like.
                hoja.write_string(numero, columna, str(celda))
        hoja.freeze_panes(1, 0)
        hoja.autofit()
    return salida.getvalue()


def sin_formula(texto: str) -> str:
    """Return a text that a spreadsheet shows instead of computing it."""
    return f"'{texto}" if texto.startswith(_FORMULA) else texto
