"""The portal's own processes: preparation, web server, the worker with its clock and the one of what leaves."""

import sys
from collections.abc import Mapping
from pathlib import Path

from buzon.embebido.carpetas import crear_privada
from buzon.embebido.hijos import Receta

BASE = Path(__file__).resolve().parents[2]


def preparacion(entorno: Mapping[str, str]) -> Receta:
    """Migrations, demo data and static files, in one process that ends."""
    return Receta(
        nombre="preparacion",
        orden=[sys.executable, "manage.py", "preparar_portal"],
        entorno=entorno,
        carpeta=BASE,
        tanda=1,
    )


def web(
    entorno: Mapping[str, str], *, host: str, puerto: int, aplicacion: str = "buzon.config.wsgi:application"
) -> Receta:
    """Granian with two processes of four threads; it replaces a process that dies."""
    return Receta(
        nombre="web",
        orden=[
            *(sys.executable, "-m", "buzon.servidor", "--interface", "wsgi", "--no-ws"),
            *("--host", host, "--port", str(puerto)),
            # `web.cuerpos.HILOS` says the same: half of these threads may wait for bodies.
            *("--workers", "2", "--blocking-threads", "4"),
            # The headers of a request, a hundred at most, have to fit in it: more is a 431.
            *("--http1-buffer-size", "65536"),
            *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "3"),
            aplicacion,
        ],
        entorno=entorno,
        carpeta=BASE,
        tanda=1,
    )


def worker(entorno: Mapping[str, str], *, datos: Path) -> Receta:
    """Celery for everything but what leaves, with beat inside."""
    reloj = ("-B", "-s", str(crear_privada(datos / "celery") / "beat"))
    return _celery("worker", entorno, colas="documentos,celery", ademas=reloj)


def envios(entorno: Mapping[str, str]) -> Receta:
    """Celery for what leaves: a mail server or a gateway that does not answer holds up nothing else."""
    return _celery("envios", entorno, colas="codigos,avisos")


def _celery(nombre: str, entorno: Mapping[str, str], *, colas: str, ademas: tuple[str, ...] = ()) -> Receta:
    """Return a worker of two processes; of its queues, the first comes first."""
    return Receta(
        nombre=nombre,
        orden=[
            *(sys.executable, "-m", "celery", "-A", "buzon.config", "worker", "-l", "INFO", "-c", "2"),
            # Workers have nothing to tell each other, and to look for others delays the start.
            *("-n", f"{nombre}@%h", "-Q", colas, "--without-gossip", "--without-mingle"),
            *ademas,
        ],
        entorno=entorno,
        carpeta=BASE,
        tanda=1,
    )
