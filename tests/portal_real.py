"""A real portal (granian, Celery, PostgreSQL, Valkey) in its own processes, behind the recorder."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from buzon.embebido.carpetas import borrar_de_fuera
from tests.navegador.grabadora import Grabadora
from tests.registros import con_datos_en

RAIZ = Path(__file__).resolve().parent.parent
AJENAS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "BUZON_DATOS", "MODO")


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


@contextmanager
def portal_en_marcha(datos: Path, **entorno: str) -> Iterator[Portal]:
    """Start `manage.py portal` on a free port, and stop it with everything that it left."""
    puerto = _puerto_libre()
    grabadora = Grabadora(destino=puerto)
    url = f"http://127.0.0.1:{grabadora.puerto}"
    ambiente = _sin_ajenas() | {"MODO": "demo", "PORT": str(puerto), "BUZON_DATOS": str(datos)}
    ambiente |= {"URL_PUBLICA": url, "LIMITES_FACTOR": "100"} | entorno
    orden = [sys.executable, "manage.py", "portal"]
    with subprocess.Popen(
        orden, cwd=RAIZ, env=ambiente, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as proceso:
        try:
            _esperar(proceso)
            yield Portal(url, datos, grabadora)
        finally:
            proceso.send_signal(signal.SIGTERM)
            grabadora.cerrar()
    borrar_de_fuera(datos)
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
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One portal for the whole session, in a folder with a space in its name."""
    with portal_en_marcha(tmp_path_factory.mktemp("datos del portal")) as en_marcha:
        yield en_marcha
