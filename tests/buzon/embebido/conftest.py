"""Processes that end with the test that started them."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from buzon.embebido.hijos import preparar_hijo
from tests.buzon.embebido.procesos import raiz
from tests.esperas import esperar_a

MARCA = "BUZON_PRUEBA"


@pytest.fixture
def lanzar(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start a process; however the test ends, whatever descends from it is killed, in any session or group.

    Its signals do what they always do, whatever this run ignores (nohup, `trap '' INT`), save those of `ignora`.
    """
    lanzados: list[subprocess.Popen[bytes]] = []

    def uno(*orden: str | Path, ignora: Iterable[signal.Signals] = ()) -> "subprocess.Popen[bytes]":
        con_fin = preparar_hijo()

        def preparar() -> None:
            con_fin()
            for senal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(senal, signal.SIG_IGN if senal in ignora else signal.SIG_DFL)

        entorno = os.environ | {"PYTHONPATH": raiz(), MARCA: os.fspath(tmp_path)}
        proceso = subprocess.Popen(
            orden,
            env=entorno,
            stderr=subprocess.DEVNULL,
            preexec_fn=preparar,  # noqa: PLW1509
        )
        lanzados.append(proceso)
        return proceso

    yield uno
    for proceso in lanzados:
        proceso.kill()
        proceso.wait()
    assert esperar_a(lambda: not _matar(f"{MARCA}={tmp_path}".encode()))


def _matar(marca: bytes) -> list[Path]:
    """Kill every process with that in its environment, which its children inherit; return which there were."""
    marcados = []
    for proceso in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if marca in (proceso / "environ").read_bytes().split(b"\0"):
                marcados.append(proceso)
                os.kill(int(proceso.name), signal.SIGKILL)
    return marcados
