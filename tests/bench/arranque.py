"""Seconds that `make portal` takes to say that it is ready, from its second start on."""

import os
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from buzon.embebido.recetas import BASE
from tests.bench.entorno import puerto_libre
from tests.bench.medida import Medida
from tests.cuidador import borrar_de_fuera

ARRANQUES = 3
AJENAS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")


def medir() -> Iterator[tuple[str, Medida]]:
    """Yield the figure: the median of the starts after the first."""
    with tempfile.TemporaryDirectory(prefix="buzon-bench-") as carpeta:
        _arrancar(carpeta)
        segundos = statistics.median(_arrancar(carpeta) for _ in range(ARRANQUES))
        borrar_de_fuera(Path(carpeta))
    yield "arranque", Medida(segundos, "s")


def _arrancar(carpeta: str) -> float:
    entorno = {nombre: valor for nombre, valor in os.environ.items() if nombre not in AJENAS}
    entorno |= {"BUZON_DATOS": carpeta, "PORT": str(puerto_libre()), "MODO": "demo"}
    antes = time.monotonic()
    with subprocess.Popen(
        ["make", "portal"], cwd=BASE, env=entorno, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as proceso:
        assert proceso.stdout is not None
        dicho = []
        for linea in proceso.stdout:
            dicho.append(linea)
            if linea.startswith("Buzón listo en"):
                break
        segundos = time.monotonic() - antes
        proceso.send_signal(signal.SIGTERM)
        proceso.stdout.read()
    if not dicho or not dicho[-1].startswith("Buzón listo en"):
        raise RuntimeError("el portal no arrancó:\n" + "".join(dicho))
    return segundos
