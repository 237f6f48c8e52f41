"""A real portal (granian, Celery, PostgreSQL, Valkey) behind the recorder, and a browser before it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from buzon.embebido.carpetas import borrar_de_fuera
from tests.navegador.grabadora import Grabadora

RAIZ = Path(__file__).resolve().parent.parent.parent
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


def _puerto_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as oyente:
        return int(oyente.getsockname()[1])


@pytest.fixture(scope="session")
def portal(navegador: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Start `manage.py portal` on a free port, in a folder with a space in its name."""
    datos = tmp_path_factory.mktemp("datos del portal")
    puerto = _puerto_libre()
    grabadora = Grabadora(destino=puerto)
    url = f"http://127.0.0.1:{grabadora.puerto}"
    entorno = {clave: valor for clave, valor in os.environ.items() if clave not in AJENAS}
    entorno |= {
        "MODO": "demo",
        "PORT": str(puerto),
        "BUZON_DATOS": str(datos),
        "URL_PUBLICA": url,
        "LIMITES_FACTOR": "100",
    }
    orden = [sys.executable, "manage.py", "portal"]
    with subprocess.Popen(
        orden, cwd=RAIZ, env=entorno, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as proceso:
        try:
            _esperar(proceso)
            yield Portal(url, datos, grabadora)
        finally:
            proceso.send_signal(signal.SIGTERM)
            grabadora.cerrar()
    borrar_de_fuera(datos)


def _esperar(proceso: "subprocess.Popen[str]") -> None:
    assert proceso.stdout is not None
    salida = []
    for linea in proceso.stdout:
        salida.append(linea)
        if linea.startswith("Buzón listo en"):
            return
    pytest.fail("el portal no arrancó:\n" + "".join(salida))


@pytest.fixture(params=[1280, 390])
def contexto(request: pytest.FixtureRequest, navegador: Browser) -> Iterator[BrowserContext]:
    """A clean browser context at desktop and at phone width."""
    ancho = request.param
    contexto = navegador.new_context(
        viewport={"width": ancho, "height": 844},
        locale="es-MX",
        timezone_id="America/Mexico_City",
        accept_downloads=True,
    )
    contexto.set_default_timeout(15_000)
    yield contexto
    contexto.close()
