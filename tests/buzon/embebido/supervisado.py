"""Run by the tests as a process of its own: a supervisor with a deaf child and one that has a child of its own.

Every process leaves a file named by its number in the folder given as argument.
"""

import sys
from pathlib import Path

from buzon.embebido.hijos import Receta
from buzon.embebido.padre import vigilar_make
from buzon.embebido.supervisor import Supervisor

ANOTARSE = (
    "import os, pathlib, signal, subprocess, sys, time; pathlib.Path(sys.argv[1], str(os.getpid())).touch();"
)
DORMIR = ANOTARSE + "time.sleep(600)"
SORDO = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + DORMIR
CON_NIETO = (
    f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DORMIR!r}, sys.argv[1]]);" + DORMIR
)


def main(carpeta: Path, codigos: list[str]) -> None:
    """Supervise until stopped."""
    supervisor = Supervisor(carpeta / "registros", avisar=print, debe_parar=vigilar_make())
    supervisor.instalar_senales()
    for numero, codigo in enumerate(codigos):
        orden = [sys.executable, "-c", codigo, str(carpeta)]
        supervisor.iniciar(Receta(nombre=f"hijo{numero}", orden=orden, tanda=numero % 2))
    supervisor.vigilar()
    supervisor.parar()


if __name__ == "__main__":
    main(Path(sys.argv[1]), [SORDO, CON_NIETO] if sys.argv[2:] == ["sordo"] else [DORMIR, CON_NIETO])
