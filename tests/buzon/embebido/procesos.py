"""Made-up children for the supervisor's tests."""

import os
import sys
from pathlib import Path

from buzon.embebido.hijos import Receta

SUPERVISADO = Path(__file__).with_name("supervisado.py")
DORMIR = "import time; time.sleep(600)"
SORDO = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('listo', flush=True); {DORMIR}"


class Reloj:
    """Stands for the module `time` where naps are to cost nothing: each moves the clock at once."""

    def __init__(self) -> None:
        self.ahora = 0.0

    def monotonic(self) -> float:
        """Return its seconds."""
        return self.ahora

    def sleep(self, segundos: float) -> None:
        """Be so much later."""
        self.ahora += segundos


def receta(codigo: str, *, nombre: str = "ficticio", tanda: int = 0) -> Receta:
    """Return a child that runs this Python code."""
    return Receta(nombre=nombre, orden=[sys.executable, "-c", codigo], tanda=tanda)


def vive(pid: int) -> bool:
    """Tell whether the process runs (a zombie does not)."""
    try:
        estado = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return estado != "Z"


def leer_pids(carpeta: Path) -> list[int]:
    """Return the process numbers that the children left in that folder."""
    return [int(ruta.name) for ruta in carpeta.glob("[0-9]*")]


def raiz() -> str:
    """Return the checkout, as PYTHONPATH for processes of their own."""
    return os.fspath(Path(__file__).resolve().parents[3])
