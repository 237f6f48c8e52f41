"""Outside programs with which documents are examined; where one is missing, the test says so."""

import shutil
import subprocess
from pathlib import Path

import pytest


def correr(programa: str, *argumentos: str | Path, en: Path, exige_exito: bool = True) -> str:
    """Run a program in a folder and return what it prints."""
    if shutil.which(programa) is None:
        pytest.skip(f"no está instalado el programa {programa}")
    proceso = subprocess.run(
        [programa, *map(str, argumentos)], cwd=en, capture_output=True, text=True, check=False, timeout=60
    )
    assert proceso.returncode == 0 or not exige_exito, proceso.stderr
    return proceso.stdout + proceso.stderr


def texto_de(pdf: bytes, *opciones: str, en: Path) -> str:
    """The text of a PDF as pdftotext reads it."""
    (en / "documento.pdf").write_bytes(pdf)
    return correr("pdftotext", *opciones, "documento.pdf", "-", en=en)
