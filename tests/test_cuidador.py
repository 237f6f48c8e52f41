"""A test's process that is killed leaves no portal behind, and nothing of it outside its folder."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from buzon.embebido.carpetas import carpeta_de_fuera
from tests.portal_real import RAIZ
from tests.recorridos.test_caidas import hasta_que, procesos

# Stands for a test's process: starts the keeper of something that would not end by itself, and waits.
PRUEBA = """
import subprocess, sys
from buzon.embebido.hijos import preparar_hijo
orden = [sys.executable, "-c", "import sys, time; time.sleep(600)", f"de {sys.argv[1]}"]
cuidador = [sys.executable, "-m", "tests.cuidador", sys.argv[1], *orden]
subprocess.Popen(cuidador, preexec_fn=preparar_hijo()).wait()
"""


@pytest.mark.parametrize("senal", [signal.SIGKILL, signal.SIGTERM])
def test_nada_sobrevive_a_la_prueba(tmp_path: Path, senal: signal.Signals) -> None:
    fuera = carpeta_de_fuera(tmp_path)
    with subprocess.Popen([sys.executable, "-c", PRUEBA, str(tmp_path)], cwd=RAIZ) as prueba:
        hasta_que(lambda: len(procesos(f"de {tmp_path}\0")) == 2)
        assert fuera.exists()
        prueba.send_signal(senal)
    hasta_que(lambda: not procesos(str(tmp_path)))
    assert not fuera.exists()
