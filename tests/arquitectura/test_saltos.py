"""A test that is skipped for a reason of its own makes the gate fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRUEBA = """
import pytest

def test_pasa():
    pass

def test_se_salta():
    pytest.skip({motivo!r})
"""
CERTIFICADOS = "no están los certificados de prueba del SAT en /x"


def _correr(
    carpeta: Path, motivo: str, *opciones: str, exigir: str = "1"
) -> "subprocess.CompletedProcess[str]":
    (carpeta / "pytest.ini").write_text("[pytest]\n")
    (carpeta / "test_una.py").write_text(PRUEBA.format(motivo=motivo), encoding="utf-8")
    orden = [sys.executable, "-m", "pytest", "-p", "tests.saltos", "-p", "no:cacheprovider"]
    entorno = {clave: valor for clave, valor in os.environ.items() if not clave.startswith("PYTEST_")}
    entorno |= {"REQUIRE_BROWSER": exigir, "PYTHONPATH": os.fspath(settings.BASE_DIR)}
    return subprocess.run(
        [*orden, "-p", "no:django", "-p", "no:randomly", *opciones],
        cwd=carpeta,
        env=entorno,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("opciones", [(), ("-n", "2")], ids=["sola", "repartida"])
def test_un_salto_con_motivo_propio_falla_y_se_dice(tmp_path: Path, opciones: tuple[str, ...]) -> None:
    corrida = _correr(tmp_path, "hoy no", *opciones)
    assert corrida.returncode == 1, corrida.stdout
    assert "un motivo que no está en tests/saltos.py: Skipped: hoy no" in corrida.stdout
    assert "1 passed, 1 skipped" in corrida.stdout


def test_los_permitidos_pasan(tmp_path: Path) -> None:
    corrida = _correr(tmp_path, CERTIFICADOS)
    assert (corrida.returncode, "saltos.py" in corrida.stdout) == (0, False), corrida.stdout


def test_sin_exigir_navegador_nada_falla(tmp_path: Path) -> None:
    corrida = _correr(tmp_path, "hoy no", exigir="")
    assert (corrida.returncode, "saltos.py" in corrida.stdout) == (0, False), corrida.stdout
