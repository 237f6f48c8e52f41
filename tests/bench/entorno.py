"""Where the figures are taken: servers of their own, a prepared demo portal, and web servers like the portal's."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from buzon.embebido import postgres, recetas, valkey
from buzon.embebido.supervisor import Supervisor
from tests.cuidador import borrar_de_fuera

ESPERA_S = 60.0


@dataclass
class Banco:
    """Servers that nobody else uses, in a folder that goes with them."""

    carpeta: Path
    supervisor: Supervisor
    entorno: dict[str, str] = field(default_factory=dict)

    @property
    def dsn(self) -> str:
        """The address of the database."""
        return self.entorno["DATABASE_URL"]

    def ejecutar(self, *orden: str) -> str:
        """Run Python beside the servers and return what it prints; its failure ends the run."""
        return subprocess.run(
            [sys.executable, *orden],
            cwd=recetas.BASE,
            env=self.entorno,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def servir(self, aplicacion: str, **entorno: str) -> str:
        """Serve a WSGI application just as the portal is served, and return its address once it answers."""
        puerto = puerto_libre()
        receta = recetas.web(self.entorno | entorno, host="127.0.0.1", puerto=puerto, aplicacion=aplicacion)
        self.supervisor.iniciar(receta)
        url = f"http://127.0.0.1:{puerto}"
        _esperar(f"{url}/livez")
        return url


def puerto_libre() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as oyente:
        return int(oyente.getsockname()[1])


def _esperar(url: str) -> None:
    limite = time.monotonic() + ESPERA_S
    while True:
        try:
            with urlopen(url, timeout=2):
                return
        except URLError:
            if time.monotonic() > limite:
                raise
            time.sleep(0.1)


@contextmanager
def banco() -> Iterator[Banco]:
    """Start PostgreSQL, as durable as the portal's, and Valkey; prepare the portal there; stop and erase everything."""
    carpeta = Path(tempfile.mkdtemp(prefix="buzon-bench-"))
    supervisor = Supervisor(carpeta, avisar=print)
    try:
        cluster, cola = postgres.preparar(carpeta), valkey.preparar(carpeta)
        for receta, responde in ((cluster.receta(), cluster.responde), (cola.receta(), cola.responde)):
            supervisor.esperar(responde, hijo=supervisor.iniciar(receta), segundos=ESPERA_S)
        en_marcha = Banco(carpeta, supervisor)
        en_marcha.entorno = dict(os.environ) | {
            "MODO": "demo",
            "BUZON_DATOS": str(carpeta / "datos"),
            "DATABASE_URL": cluster.url,
            "REDIS_URL": cola.url,
            "DJANGO_SETTINGS_MODULE": "buzon.config.settings",
            "SECRET_KEY": "bench" * 12,
            "LIMITES_FACTOR": "1000000",
            "NIVEL_DE_REGISTRO": "WARNING",
        }
        en_marcha.ejecutar("manage.py", "preparar_portal")
        yield en_marcha
    finally:
        supervisor.parar()
        borrar_de_fuera(carpeta)
        shutil.rmtree(carpeta, ignore_errors=True)
