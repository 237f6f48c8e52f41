"""What the portal says once it is ready: its address, the demo people and where their e.firmas lie."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COLUMNAS = ("rfc", "nombre", "situacion", "sentido", "buzon_activo", "contrasena")
TITULOS = ("RFC", "Nombre", "e.firma", "Opinión", "Buzón", "Contraseña de la clave privada")


def _leer(ruta: Path) -> Any:
    try:
        return json.loads(ruta.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _celda(valor: object) -> str:
    if isinstance(valor, bool):
        return "activo" if valor else "sin activar"
    return str(valor)


def _tabla(personas: list[dict[str, object]]) -> Iterator[str]:
    filas = [TITULOS, *(tuple(_celda(persona.get(c, "")) for c in COLUMNAS) for persona in personas)]
    anchos = [max(len(fila[i]) for fila in filas) for i in range(len(COLUMNAS))]
    for fila in filas:
        yield "  " + "  ".join(texto.ljust(ancho) for texto, ancho in zip(fila, anchos, strict=True)).rstrip()


def lineas(*, puerto: int, demo: Path | None) -> Iterator[str]:
    """Yield the lines; `demo` is the folder with the demo people, None outside demo mode."""
    yield f"Buzón listo en http://127.0.0.1:{puerto}"
    if demo is None:
        return
    if personas := _leer(demo / "personas.json"):
        yield ""
        yield "Personas de demostración (sus e.firmas: archivos .cer y .key):"
        yield from _tabla(personas)
        yield f"  e.firmas: {os.path.commonpath([demo / persona['cer'] for persona in personas])}"
    if personal := _leer(demo / "personal.json"):
        yield ""
        yield f"Personal, en /admin/: usuario {personal['usuario']}, contraseña {personal['contrasena']}"
        yield "  El código de verificación, y las cuentas de cada rol: .venv/bin/python manage.py personal_demo"
    yield ""
    yield "Ctrl-C detiene todo."
