"""The log of the whole suite, as production would write it, holds nobody's data."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from buzon.config.registros import Linea

# Written apart from what the formatter takes out; and the names of those whom the tests make up.
DE_ALGUIEN = re.compile(
    r"\b[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}\b"
    r"|[\w.+-]+@(?:\w[\w-]*\.)+(?:mx|com|example|test)\b"
    r"|(?<![0-9])[0-9]{23}(?![0-9])"
    r"|(?<![0-9])(?:\+52)?55[0-9]{8}(?![0-9])"
    r"|\b(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}\b"
    r"|PERSONA (?:<b>)?Ñ|PERSONA DE|S\.? ?A\.? DE C\.? ?V\."
)
# Of a task: its digits may look like a phone.
UUID = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")


class Buscador(logging.Handler):
    """Keeps the lines in which somebody is named."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Linea("{asctime} {levelname} {name} {message}", style="{"))
        self.hallados: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one record."""
        self.hallados += con_datos(self.format(record))


def con_datos(texto: str) -> list[str]:
    """Return the lines of a log that name somebody."""
    return [linea for linea in texto.splitlines() if DE_ALGUIEN.search(UUID.sub("", linea))]


def con_datos_en(carpeta: Path) -> list[str]:
    """Return the lines that name somebody in the logs of a portal's processes."""
    archivos = sorted(carpeta.glob("*.log*"))
    assert archivos, carpeta
    return [
        f"{archivo.name}: {linea}"
        for archivo in archivos
        for linea in con_datos(archivo.read_text(encoding="utf-8", errors="replace"))
    ]


@pytest.fixture(autouse=True)
def _registros_sin_datos() -> Iterator[None]:
    """Fail the test in which a process would have written somebody's data."""
    raiz, buscador = logging.getLogger(), Buscador()
    raiz.addHandler(buscador)
    yield
    raiz.removeHandler(buscador)
    assert not buscador.hallados, "el registro de los procesos nombra a alguien:\n" + "\n".join(
        buscador.hallados
    )
