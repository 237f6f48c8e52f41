"""A made-up register in files, and from there in the tables."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.db.backends.utils import CursorWrapper

from buzon.padron.generador.archivos import COLUMNAS, escribir_padron

_EN_TABLA = {
    "subdelegaciones": "padron_subdelegacion (clave, nombre, ooad)",
    "patrones": "padron_patron (rfc, nombre, curp, personas)",
    "registros": "padron_registropatronal (nrp, rfc, estado, trabajadores, subdelegacion_id, b251, legible)",
    "garantias": "padron_garantia (folio, estado, importe, vence_el)",
    "convenios": "padron_convenio (folio, estado, respaldo, termina_el)",
    "creditos": "padron_creditofiscal (nrp, numero, origen, tipo, situacion, periodo, importe, limite_de_pago_el,"
    " garantia_id, convenio_id)",
}


def generar(carpeta: Path, *, patrones: int, semilla: int = 1) -> str:
    """Write the six files and return the digest of all of them."""
    escribir_padron(carpeta, patrones=patrones, semilla=semilla, avanzar=lambda hechos: None)
    assert {uno.name for uno in carpeta.iterdir()} == {f"{nombre}.csv" for nombre in COLUMNAS}
    return hashlib.sha256(b"".join((carpeta / f"{n}.csv").read_bytes() for n in COLUMNAS)).hexdigest()


def vaciado(tablas: Iterable[str]) -> str:
    """Return what empties the register's tables; requests refer to the offices, which TRUNCATE therefore refuses."""
    oficinas = "padron_subdelegacion"
    return f"TRUNCATE {', '.join(tabla for tabla in tablas if tabla != oficinas)}; DELETE FROM {oficinas}"


def cargar(carpeta: Path, cursor: CursorWrapper) -> None:
    """Copy the files into empty tables: PostgreSQL itself checks every row."""
    for nombre, tabla in _EN_TABLA.items():
        opciones = "FORMAT csv, HEADER" + (", FORCE_NOT_NULL (curp)" if nombre == "patrones" else "")
        with cursor.copy(f"COPY {tabla} FROM STDIN ({opciones})") as copia:
            copia.write((carpeta / f"{nombre}.csv").read_bytes())
