"""Pytest plugin: embedded PostgreSQL and Valkey for the suite, before the settings are read."""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from buzon.embebido import carpetas, postgres, valkey
from buzon.embebido.errores import ArranqueImposible
from buzon.embebido.supervisor import Supervisor

ESPERA_S = 30.0
# While a test holds its rows in a transaction, autovacuum would count none and PostgreSQL plan for empty tables.
AJUSTES = (*postgres.SIN_DURABILIDAD, "autovacuum=off")


class Servidores:
    """The servers of one run, in a temporary folder that goes with them."""

    def __init__(self) -> None:
        self.carpeta = Path(tempfile.mkdtemp(prefix="buzon-pruebas-"))
        self.supervisor = Supervisor(self.carpeta, avisar=print)

    def iniciar(self) -> None:
        """Start what the environment does not name, and name it there."""
        os.environ.setdefault("BUZON_DATOS", str(self.carpeta / "datos"))
        if not os.environ.get("DATABASE_URL"):
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
        carpetas.borrar_de_fuera(self.carpeta)
        shutil.rmtree(self.carpeta, ignore_errors=True)


_servidores = pytest.StashKey[Servidores]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start before pytest-django reads the settings: a wrapper goes ahead of its hook."""
    os.environ.setdefault("MODO", "demo")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    servidores = early_config.stash[_servidores] = Servidores()
    early_config.add_cleanup(servidores.parar)
    try:
        servidores.iniciar()
    except ArranqueImposible as error:
        raise pytest.UsageError(str(error)) from error
    return (yield)
