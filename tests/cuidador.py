"""Runs a portal for a test and leaves nothing of it outside its folder, even where the test's own process is killed.

`python -m tests.cuidador <BUZON_DATOS> <command>…`: the command ends when this process is told to (TERM), and this one
is told by the kernel as soon as whoever started it is gone.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from buzon.embebido.carpetas import FUERA, identificador
from buzon.embebido.hijos import preparar_hijo


def borrar_de_fuera(datos: Path) -> None:
    """Remove what a portal over that folder keeps outside it: its sockets, where the path of the folder is too long."""
    shutil.rmtree(FUERA / f"buzon-{identificador(datos)}", ignore_errors=True)


def _parar(_senal: int, _marco: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit


def cuidar(datos: Path, orden: Sequence[str]) -> None:
    """Run the command until it ends or this process is told to, and remove what it kept outside that folder."""
    signal.signal(signal.SIGTERM, _parar)
    try:
        with subprocess.Popen(orden, preexec_fn=preparar_hijo()) as proceso:  # noqa: PLW1509
            try:
                proceso.wait()
            finally:
                proceso.terminate()
    finally:
        borrar_de_fuera(datos)


if __name__ == "__main__":
    cuidar(Path(sys.argv[1]), sys.argv[2:])
