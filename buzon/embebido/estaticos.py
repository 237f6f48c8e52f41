"""Tells whether the collected static files are older than what they come from."""

from collections.abc import Iterable, Iterator
from pathlib import Path


def _fechas(carpeta: Path) -> Iterator[float]:
    yield carpeta.stat().st_mtime
    yield from (ruta.stat().st_mtime for ruta in carpeta.rglob("*"))


def atrasados(destino: Path, *, carpetas: Iterable[Path], sellos: Iterable[Path]) -> bool:
    """Tell whether `destino` lacks its manifest, or something in `carpetas`, or one of `sellos`, is newer."""
    try:
        hechos_en = (destino / "staticfiles.json").stat().st_mtime
    except FileNotFoundError:
        return True
    if any(sello.exists() and sello.stat().st_mtime > hechos_en for sello in sellos):
        return True
    return any(fecha > hechos_en for carpeta in carpetas for fecha in _fechas(carpeta))
