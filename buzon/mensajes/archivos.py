"""Messages as files: the sender of the demonstration, and of whoever names no other."""

from datetime import UTC, datetime
from pathlib import Path

POR_ARCHIVO = "archivo"


def nombre_de_archivo(identidad: str, *, en: datetime, sufijo: str) -> str:
    """Return the name of a message's file: of one instant and one id, always the same; in order of time."""
    return f"{en.astimezone(UTC):%Y%m%dT%H%M%S%f}-{identidad}{sufijo}"


def guardar(carpeta: Path, *, nombre: str, contenido: bytes) -> None:
    """Write a message whole or not at all; written again, it is the same one file. Raises OSError."""
    carpeta.mkdir(parents=True, exist_ok=True)
    provisional = carpeta / f".{nombre}"
    # Renamed within its folder, which is one step: whoever lists it never reads half a message.
    provisional.write_bytes(contenido)
    provisional.rename(carpeta / nombre)
