"""Reads `personas.json`, the list of demo people that `preparar_demo` wrote."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

TIPOS = frozenset({"cer", "key"})


@dataclass(frozen=True, slots=True)
class Persona:
    """One demo person as the file lists her; `cer` and `key` are absolute paths."""

    rfc: str
    nombre: str
    persona: str
    cer: Path
    key: Path
    contrasena: str
    situacion: str
    sentido: str
    buzon_activo: bool


def carpeta() -> Path:
    """Folder of everything that belongs to the demonstration."""
    return Path(settings.BUZON_DATOS) / "demo"


def personas() -> list[Persona]:
    """Return the demo people in the order of the file."""
    raiz = carpeta()
    datos = json.loads((raiz / "personas.json").read_text(encoding="utf-8"))
    return [Persona(**{**dato, "cer": raiz / dato["cer"], "key": raiz / dato["key"]}) for dato in datos]
