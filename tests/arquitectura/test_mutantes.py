"""`make mutantes` is not in the gate; one mutant of the smallest group says that it still works."""

import os
import subprocess
import sys

from django.conf import settings

from tests.servidores import HEREDADAS


def test_un_mutante_se_prueba_y_cae() -> None:
    entorno = {nombre: valor for nombre, valor in os.environ.items() if nombre not in HEREDADAS}
    hecho = subprocess.run(
        [sys.executable, "-m", "tests.mutantes"],
        cwd=settings.BASE_DIR,
        env=entorno | {"GRUPOS": "autorizacion32d", "MUESTRA": "1", "SEMILLA": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert hecho.returncode == 0, hecho.stderr[-3000:]
    assert "1 de    1  100.0 %" in hecho.stdout
