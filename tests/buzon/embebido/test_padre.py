"""SIGINT to make alone, which make does not pass on, reaches the portal."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from buzon.embebido.padre import vigilar_make
from tests.buzon.embebido.procesos import SUPERVISADO, leer_pids, vive
from tests.esperas import ESPERA_S, esperar_a

sin_make = pytest.mark.skipif(
    not shutil.which("make") or sys.platform != "linux", reason="hace falta make en Linux"
)


@sin_make
@pytest.mark.parametrize("senal", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_la_senal_a_make_para_todo(
    senal: signal.Signals, lanzar: Callable[..., "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    (tmp_path / "registros").mkdir()
    (tmp_path / "Makefile").write_text(
        f"todo:\n\t@exec env A=1 '{sys.executable}' '{SUPERVISADO}' '{tmp_path}'\n"
    )
    make = lanzar("make", "-C", tmp_path)
    assert esperar_a(lambda: len(leer_pids(tmp_path)) == 3)
    make.send_signal(senal)
    make.wait(ESPERA_S)

    assert esperar_a(lambda: not [pid for pid in leer_pids(tmp_path) if vive(pid)])


def test_sin_make_no_hay_nada_que_vigilar() -> None:
    assert not vigilar_make(os.getpid())()
    assert not vigilar_make(2**22 + 1)()
