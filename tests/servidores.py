"""Pytest plugin: embedded PostgreSQL and Valkey for each process that runs tests, before the settings are read."""

import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from buzon.embebido import postgres, valkey
from buzon.embebido.errores import ArranqueImposible
from buzon.embebido.supervisor import Supervisor
from tests.cuidador import borrar_de_fuera

ESPERA_S = 30.0
# While a test holds its rows in a transaction, autovacuum would count none and PostgreSQL plan for empty tables.
AJUSTES = (*postgres.SIN_DURABILIDAD, "autovacuum=off")
PREFIJO = "buzon-pruebas-"
# What names the servers of the process that started this one.
HEREDADAS = ("DATABASE_URL", "REDIS_URL", "BUZON_DATOS")


class Servidores:
    """The servers of one process, in a temporary folder that goes with them."""

    def __init__(self) -> None:
        self.carpeta = Path(tempfile.mkdtemp(prefix=f"{PREFIJO}{os.getpid()}-"))
        self.supervisor = Supervisor(self.carpeta, avisar=print)
        self.propios = not os.environ.get("DATABASE_URL")

    def iniciar(self) -> None:
        """Start what the environment does not name, and name it there."""
        if self.propios:
            cluster = postgres.preparar(self.carpeta, duradero=False)
            receta = cluster.receta(ajustes=AJUSTES)
            self.supervisor.esperar(cluster.responde, hijo=self.supervisor.iniciar(receta), segundos=ESPERA_S)
            os.environ["DATABASE_URL"] = cluster.url
        if not os.environ.get("REDIS_URL"):
            servidor = valkey.preparar(self.carpeta)
            hijo = self.supervisor.iniciar(servidor.receta())
            self.supervisor.esperar(servidor.responde, hijo=hijo, segundos=ESPERA_S)
            os.environ["REDIS_URL"] = servidor.url

    def parar(self) -> None:
        """Stop them and remove every trace."""
        self.supervisor.parar()
        borrar(self.carpeta)


SERVIDORES = pytest.StashKey[Servidores]()


def borrar(carpeta: Path) -> None:
    """Remove a run's folder, and what lies outside it because PostgreSQL refuses root."""
    borrar_de_fuera(carpeta)
    shutil.rmtree(carpeta, ignore_errors=True)


def barrer() -> None:
    """Remove the folders of runs that were killed: their process number is in the name, and nobody has it."""
    for carpeta in Path(tempfile.gettempdir()).glob(f"{PREFIJO}*-*"):
        numero = carpeta.name.removeprefix(PREFIJO).partition("-")[0]
        if numero.isdigit() and not Path(f"/proc/{numero}").exists():
            borrar(carpeta)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start before pytest-django reads the settings: a wrapper goes ahead of its hook.

    A worker of pytest-xdist has servers of its own, so that no two tests share a database, a limit or a folder;
    those that the environment names serve a run in one process.
    """
    es_obrero = "PYTEST_XDIST_WORKER" in os.environ
    solo_reparte = not es_obrero and bool(getattr(early_config.known_args_namespace, "numprocesses", None))
    if es_obrero:
        for nombre in HEREDADAS:
            os.environ.pop(nombre, None)
        # Where the shell ignored INT (nohup, trap), a worker could not be told to stop.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    else:
        # TERM ends a run as Ctrl-C does: what it started is stopped, what it wrote is removed.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        barrer()
    os.environ.setdefault("MODO", "demo")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    servidores = early_config.stash[SERVIDORES] = Servidores()
    early_config.add_cleanup(servidores.parar)
    os.environ.setdefault("BUZON_DATOS", str(servidores.carpeta / "datos"))
    if not solo_reparte:
        try:
            servidores.iniciar()
        except ArranqueImposible as error:
            raise pytest.UsageError(str(error)) from error
    return (yield)
