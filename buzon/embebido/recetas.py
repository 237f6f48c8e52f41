"""The portal's own processes: preparation, web server, and the worker with its clock."""

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
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", host, "--port", str(puerto)),
            *("--workers", "2", "--blocking-threads", "4"),
            *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "3"),
            aplicacion,
        ],
        entorno=entorno,
        carpeta=BASE,
        tanda=1,
    )


def worker(entorno: Mapping[str, str], *, datos: Path) -> Receta:
    """Celery with beat inside."""
    return Receta(
        nombre="worker",
        orden=[
            *(sys.executable, "-m", "celery", "-A", "buzon.config", "worker", "-l", "INFO", "-c", "2"),
            *("-B", "-s", str(crear_privada(datos / "celery") / "beat")),
            *("--without-gossip", "--without-mingle"),
        ],
        entorno=entorno,
        carpeta=BASE,
        tanda=1,
    )
