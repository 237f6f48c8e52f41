"""Runs an inspector in a process of its own, so that hostile bytes end at worst that process."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from buzon.adjuntos.errores import (
    ArchivoActivo,
    ArchivoDanado,
    ArchivoDemasiadoGrande,
    ArchivoProtegido,
    ArchivoTipo,
)
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoDisponible

registro = logging.getLogger(__name__)

PLAZO_S = 20.0
"""Wall clock; the inspector's own limit of CPU comes first unless the machine is drowning."""
A_LA_VEZ = 2
"""Inspectors of one process of the portal at a time: each may take up to its limit of memory."""
ESPERA_DE_TURNO_S = 2.0
"""How long a request waits for its turn: a few hostile files must not hold every thread of the portal."""
_turnos = BoundedSemaphore(A_LA_VEZ)

_RAIZ = str(Path(__file__).resolve().parents[2])
# -I keeps out the environment and the working directory, so the checkout is named, and last of all.
_ARRANQUE = (
    "import runpy, sys; sys.path.append(sys.argv[1]); runpy.run_module(sys.argv[2], run_name='__main__')"
)
# Nothing else of the environment: it holds secrets.
_ENTORNO = {nombre: os.environ[nombre] for nombre in ("LD_LIBRARY_PATH",) if nombre in os.environ}
_MOTIVOS: dict[str, type[Rechazo]] = {
    "danado": ArchivoDanado,
    "activo": ArchivoActivo,
    "protegido": ArchivoProtegido,
    "grande": ArchivoDemasiadoGrande,
    "tipo": ArchivoTipo,
}


def inspeccionar(inspector: str, *, contenido: bytes) -> bytes:
    """Return the bytes that `buzon.adjuntos.inspector.<inspector>` lets through.

    Raises ArchivoDanado, also when it dies or takes too long; ArchivoActivo, ArchivoProtegido, ArchivoDemasiadoGrande,
    ArchivoTipo; NoDisponible if it cannot be started.
    """
    if not _turnos.acquire(timeout=ESPERA_DE_TURNO_S):
        raise NoDisponible("sin turno para inspeccionar")
    try:
        orden = [sys.executable, "-I", "-B", "-c", _ARRANQUE, _RAIZ, f"buzon.adjuntos.inspector.{inspector}"]
        proceso = subprocess.run(
            orden, input=contenido, capture_output=True, timeout=PLAZO_S, env=_ENTORNO, cwd="/", check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ArchivoDanado("tiempo_agotado") from error
    except OSError as error:
        registro.exception("no se pudo iniciar el inspector de adjuntos")
        raise NoDisponible("sin inspector") from error
    finally:
        _turnos.release()
    # By a signal: the limit of CPU, or a library that broke over these bytes. An exit code of its own is our fault.
    if proceso.returncode < 0:
        raise ArchivoDanado(f"el inspector terminó por la señal {-proceso.returncode}")
    if proceso.returncode:
        registro.error("el inspector de adjuntos falló: %s", _clase_de_falla(proceso.stderr))
        raise NoDisponible("sin inspector")
    return _leer(proceso.stdout)


def _clase_de_falla(dicho: bytes) -> str:
    """Return the type of the exception that ended it: its text may quote the file."""
    ultimo = dicho.decode(errors="replace").strip().rpartition("\n")[2]
    return ultimo.partition(":")[0][:80]


def _leer(salida: bytes) -> bytes:
    """Return what follows the first line, if that line is exactly {"motivo": "", "detalle": ""}."""
    linea, _, contenido = salida.partition(b"\n")
    # The inspector read hostile bytes: what it answers is not trusted to be well formed either.
    try:
        cabecera = json.loads(linea)
        motivo, detalle = cabecera["motivo"], cabecera["detalle"]
    except (ValueError, LookupError, TypeError) as error:
        raise ArchivoDanado("el inspector no se entiende") from error
    if motivo == "" and contenido:
        return contenido
    raise _MOTIVOS.get(motivo, ArchivoDanado)(str(detalle))
