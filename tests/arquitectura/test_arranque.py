"""Production does not start with anchors or a seal that are there by name only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

COMPLETO = {
    "MODO": "produccion",
    "SECRET_KEY": "x",
    "DATABASE_URL": "postgresql://b@h/b",
    "REDIS_URL": "redis://127.0.0.1:1",
    "SELLO_LLAVE": "no-existe.key",
    "SELLO_CERTIFICADO": "no-existe.cer",
}


def arrancar(orden: list[str], anclas: Path) -> subprocess.CompletedProcess[str]:
    entorno = {"PATH": os.environ["PATH"]} | COMPLETO | {"EFIRMA_ANCLAS": str(anclas)}
    return subprocess.run(
        [sys.executable, *orden],
        env=entorno,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "orden",
    [["-c", "import buzon.config.wsgi"], ["-m", "celery", "-A", "buzon.config", "worker", "-c", "1"]],
    ids=["web", "worker"],
)
def test_un_sello_que_no_se_lee_detiene_el_inicio(orden: list[str], tmp_path: Path) -> None:
    (tmp_path / "ac.cer").write_bytes(b"un archivo")
    salida = arrancar(orden, tmp_path)
    assert salida.returncode == 1
    assert "No se pudo leer el sello" in salida.stderr


def test_una_carpeta_de_anclas_vacia_detiene_el_inicio(tmp_path: Path) -> None:
    salida = arrancar(["-c", "import buzon.config.wsgi"], tmp_path)
    assert salida.returncode == 1
    assert "nadie podría entrar" in salida.stderr


def test_un_secreto_con_signo_de_pesos_se_lee_entero(tmp_path: Path) -> None:
    (tmp_path / "llave").write_text("$abcdefghijk\n")
    entorno = {"PATH": os.environ["PATH"]} | COMPLETO
    entorno |= {
        "EFIRMA_ANCLAS": "x",
        "SELLO_CONTRASENA": "$SHELL",
        "SECRET_KEY": "",
        "SECRET_KEY_FILE": str(tmp_path / "llave"),
    }
    guion = "from buzon.config import settings as s; print(s.SECRET_KEY, s.SELLO_CONTRASENA)"
    salida = subprocess.run(
        [sys.executable, "-c", guion],
        env=entorno,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert salida.stdout.split() == ["$abcdefghijk", "$SHELL"]


@pytest.mark.parametrize(
    ("variable", "valor", "dice"),
    [
        ("SMS_URL", "http://ficha-secreta@sms.example/", "SMS_URL debe empezar por https://"),
        ("SMS_URL", "https://fi%0Acha@sms.example/", "SMS_URL lleva una credencial que no sirve"),
        ("EMAIL_URL", "imap://correo.example", "EMAIL_URL debe empezar por smtp://"),
    ],
)
def test_una_salida_mal_escrita_detiene_el_inicio(variable: str, valor: str, dice: str) -> None:
    salida = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"PATH": os.environ["PATH"]} | COMPLETO | {"EFIRMA_ANCLAS": "x", variable: valor},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert salida.returncode == 1
    assert salida.stderr.count("\n") == 1
    assert dice in salida.stderr
    assert "ficha-secreta" not in salida.stderr
