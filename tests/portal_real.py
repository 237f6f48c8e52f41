"""A real portal (granian, Celery, PostgreSQL, Valkey) in its own processes, behind the recorder."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from buzon.embebido import carpetas, postgres, valkey
from buzon.embebido.hijos import preparar_hijo
from buzon.embebido.recetas import preparacion
from buzon.embebido.supervisor import Supervisor
from tests.cuidador import borrar_de_fuera
from tests.navegador.grabadora import Grabadora
from tests.registros import con_datos_en

RAIZ = Path(__file__).resolve().parent.parent
AJENAS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "BUZON_DATOS", "MODO")
ESPERA_SERVIDOR_S, ESPERA_PREPARACION_S = 60.0, 600.0
# In a mould, the cluster that root's PostgreSQL keeps outside BUZON_DATOS.
CLUSTER_DE_ROOT = "cluster-de-root"


@dataclass
class Portal:
    """A portal in its own processes, seen through the recorder."""

    url: str
    datos: Path
    grabadora: Grabadora

    def personas(self, **rasgos: Any) -> list[dict[str, Any]]:
        """Return the demo people with these traits."""
        todas = json.loads((self.datos / "demo" / "personas.json").read_text(encoding="utf-8"))
        rasgos = {"situacion": "vigente", "buzon_activo": False} | rasgos
        return [p for p in todas if all(p[clave] == valor for clave, valor in rasgos.items())]

    @property
    def entorno(self) -> dict[str, str]:
        """The variables that it runs with, as it notes them down."""
        return dict(json.loads((self.datos / "portal.json").read_text(encoding="utf-8"))["entorno"])

    def sql(self, orden: LiteralString) -> None:
        """Change its database by hand."""
        with psycopg.connect(self.entorno["DATABASE_URL"]) as conexion:
            conexion.execute(orden)

    def manage(self, *orden: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of `manage.py` beside the portal, as an operator does."""
        return subprocess.run(
            [sys.executable, "manage.py", *orden],
            cwd=RAIZ,
            env=_sin_ajenas() | {"BUZON_DATOS": str(self.datos)},
            capture_output=True,
            text=True,
            check=False,
        )


def _sin_ajenas() -> dict[str, str]:
    return {clave: valor for clave, valor in os.environ.items() if clave not in AJENAS}


def _puerto_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as oyente:
        return int(oyente.getsockname()[1])


def _preparar(datos: Path) -> None:
    """Make what a first start makes: the database with its demo people, and the static files."""
    supervisor = Supervisor(carpetas.crear_privada(datos / "registros"), avisar=print)
    clave = carpetas.secreto_guardado(datos / "secret_key", octetos=48)
    entorno = _sin_ajenas() | {"MODO": "demo", "BUZON_DATOS": str(datos), "SECRET_KEY": clave}
    cluster, cola = postgres.preparar(datos, duradero=False), valkey.preparar(datos)
    recetas = (
        ("DATABASE_URL", cluster, cluster.receta(ajustes=postgres.SIN_DURABILIDAD)),
        ("REDIS_URL", cola, cola.receta()),
    )
    try:
        for variable, servidor, receta in recetas:
            hijo = supervisor.iniciar(receta)
            supervisor.esperar(servidor.responde, hijo=hijo, segundos=ESPERA_SERVIDOR_S)
            entorno[variable] = servidor.url
        supervisor.ejecutar(preparacion(entorno), segundos=ESPERA_PREPARACION_S)
        supervisor.parar()
        if os.geteuid() == 0:
            _copiar(carpetas.carpeta_de_fuera(datos) / "postgres", datos / CLUSTER_DE_ROOT)
    finally:
        supervisor.parar()
        borrar_de_fuera(datos)


def _copiar(origen: Path, destino: Path) -> None:
    """With its owners, which `shutil` forgets."""
    subprocess.run(["cp", "-a", origen, destino], check=True)


def _de_molde(molde: Path, datos: Path) -> None:
    """Fill a BUZON_DATOS as a first start would; its id and its cluster are its own."""
    ajenos = shutil.ignore_patterns("instancia", "run", "registros", CLUSTER_DE_ROOT)
    shutil.copytree(molde, datos, ignore=ajenos, dirs_exist_ok=True)
    if (molde / CLUSTER_DE_ROOT).exists():
        _copiar(molde / CLUSTER_DE_ROOT, carpetas.carpeta_de_fuera(datos) / "postgres")


@pytest.fixture(scope="session")
def molde(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared BUZON_DATOS, which nothing runs on: made once for all the workers of the run."""
    carpeta = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        carpeta = carpeta.parent
    hecho = carpeta / "molde"
    with (carpeta / "molde.candado").open("w") as candado:
        fcntl.flock(candado, fcntl.LOCK_EX)
        if not hecho.exists():
            nuevo = Path(tempfile.mkdtemp(prefix="molde-", dir=carpeta))
            _preparar(nuevo)
            nuevo.rename(hecho)
    return hecho


@contextmanager
def portal_en_marcha(datos: Path, *, molde: Path, **entorno: str) -> Iterator[Portal]:
    """Start `manage.py portal` on a free port over a copy of the mould, and stop it with everything that it left."""
    _de_molde(molde, datos)
    puerto = _puerto_libre()
    grabadora = Grabadora(destino=puerto)
    url = f"http://127.0.0.1:{grabadora.puerto}"
    ambiente = _sin_ajenas() | {"MODO": "demo", "PORT": str(puerto), "BUZON_DATOS": str(datos)}
    ambiente |= {"URL_PUBLICA": url, "LIMITES_FACTOR": "100"} | entorno
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cuidador", str(datos), sys.executable, "manage.py", "portal"],
        cwd=RAIZ,
        env=ambiente,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=preparar_hijo(),  # noqa: PLW1509
    ) as proceso:
        try:
            _esperar(proceso)
            yield Portal(url, datos, grabadora)
        finally:
            proceso.send_signal(signal.SIGTERM)
            grabadora.cerrar()
    assert not (nombran := con_datos_en(datos / "registros")), nombran


def _esperar(proceso: "subprocess.Popen[str]") -> None:
    assert proceso.stdout is not None
    salida = []
    for linea in proceso.stdout:
        salida.append(linea)
        if linea.startswith("Buzón listo en"):
            return
    pytest.fail("el portal no arrancó:\n" + "".join(salida))


@pytest.fixture(scope="session")
def portal(molde: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One portal for the whole session, in a folder with a space in its name."""
    with portal_en_marcha(tmp_path_factory.mktemp("datos del portal"), molde=molde) as en_marcha:
        yield en_marcha
