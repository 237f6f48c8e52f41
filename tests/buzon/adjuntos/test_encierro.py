"""The inspector's process, once something hostile runs in it: what it may still do."""

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from buzon.adjuntos import aislado
from buzon.adjuntos.inspector.encierro import version_de_landlock
from buzon.adjuntos.revision import revisar
from tests.buzon.adjuntos.fabricas import pdf

PR_GET_DUMPABLE = 3
# Each attempt answers "" when it was done, else the name of what refused it.
INTENTOS = """
import errno, json, os, socket, sys
from buzon.adjuntos.inspector import encierro
from buzon.adjuntos.inspector.proceso import principal

def cerrar_y_abrir():
    os.close(0)
    return socket.socket()

def conectar():
    socket.create_connection(("127.0.0.1", 9), timeout=1)

def duplicar():
    if os.fork() == 0:
        os._exit(0)

COMO = {
    "leer los secretos de su padre": lambda: open(f"/proc/{os.getppid()}/environ", "rb").read(),
    "leer un archivo": lambda: open(ARCHIVO, "rb").read(),
    "escribir un archivo": lambda: open(ARCHIVO + ".x", "wb"),
    "listar una carpeta": lambda: os.listdir(os.path.dirname(ARCHIVO)),
    "hacer una carpeta": lambda: os.mkdir(ARCHIVO + ".d"),
    "abrir un enchufe": lambda: socket.socket(),
    "conectarse": conectar,
    "cerrar un descriptor y abrir otro": cerrar_y_abrir,
    "tener un hijo": duplicar,
    "ejecutar otro programa": lambda: os.execv("/bin/true", ["true"]),
    "mandar una señal a su padre": lambda: os.kill(os.getppid(), 0),
}

def intentar(que):
    try:
        COMO[que]()
    except OSError as error:
        return errno.errorcode[error.errno]
    return ""

def probar(*quienes):
    return lambda _datos: json.dumps([os.getuid(), os.getgroups(), {que: intentar(que) for que in quienes}]).encode()
"""
TODOS = (
    "leer los secretos de su padre",
    "leer un archivo",
    "escribir un archivo",
    "listar una carpeta",
    "hacer una carpeta",
    "abrir un enchufe",
    "conectarse",
    "tener un hijo",
    "ejecutar otro programa",
    "mandar una señal a su padre",
    "cerrar un descriptor y abrir otro",
)
DE_LANDLOCK = tuple(intento for intento in TODOS if "enchufe" not in intento and "hijo" not in intento)[:-1]
SIN_LANDLOCK = (*TODOS[:5], "abrir un enchufe", "conectarse", "tener un hijo", TODOS[-1])
con_landlock = pytest.mark.skipif(not version_de_landlock(), reason="este núcleo no tiene Landlock")


@pytest.fixture
def archivo() -> str:
    """A file of BUZON_DATOS that every account may read."""
    ruta = Path(settings.BUZON_DATOS) / "secreto.txt"
    ruta.write_text("secreto")
    ruta.chmod(0o644)
    return str(ruta)


def _probar(
    monkeypatch: pytest.MonkeyPatch, archivo: str, quienes: tuple[str, ...], *, antes: str = ""
) -> tuple[int, list[int], dict[str, str]]:
    """Try those things where the inspector reads a file, and return whose process it is and what refused each."""
    codigo = f"import sys; sys.path.append(sys.argv[1]); ARCHIVO = {archivo!r}\n{INTENTOS}\n{antes}\n"
    monkeypatch.setattr(aislado, "_ARRANQUE", f"{codigo}principal(probar(*{quienes!r}))")
    cuenta, grupos, negados = json.loads(revisar("a.pdf", contenido=pdf()).contenido)
    return cuenta, grupos, negados


def test_lo_que_se_intenta_se_puede_fuera_del_encierro(monkeypatch: pytest.MonkeyPatch, archivo: str) -> None:
    """Otherwise what follows would prove nothing."""
    quienes = tuple(intento for intento in TODOS if intento not in {"conectarse", "ejecutar otro programa"})
    if os.geteuid():
        quienes = tuple(intento for intento in quienes if "secretos" not in intento)
    _, _, negados = _probar(
        monkeypatch, archivo, quienes, antes="principal.__globals__['encerrar'] = lambda: None"
    )
    Path(f"{archivo}.x").unlink()
    Path(f"{archivo}.d").rmdir()
    assert negados == dict.fromkeys(quienes, "")


@con_landlock
def test_nada_se_puede(monkeypatch: pytest.MonkeyPatch, archivo: str) -> None:
    _, grupos, negados = _probar(monkeypatch, archivo, TODOS)
    assert all(negados.values()), negados
    assert not os.geteuid() or os.getgroups() == grupos
    assert not Path(f"{archivo}.x").exists()


@con_landlock
def test_landlock_solo_ya_lo_impide(monkeypatch: pytest.MonkeyPatch, archivo: str) -> None:
    """Without another account and with descriptors to spare."""
    antes = "encierro._LIMITES = (); encierro._dejar_root = lambda: None"
    version = version_de_landlock()
    quienes = tuple(
        intento
        for intento in DE_LANDLOCK
        if (version >= 4 or intento != "conectarse") and (version >= 6 or "señal" not in intento)
    )
    _, _, negados = _probar(monkeypatch, archivo, quienes, antes=antes)
    assert set(negados.values()) <= {"EACCES", "EPERM"}, negados


def test_sin_landlock_no_hay_descriptores_ni_hijos(monkeypatch: pytest.MonkeyPatch, archivo: str) -> None:
    _, _, negados = _probar(
        monkeypatch, archivo, SIN_LANDLOCK, antes="encierro._landlock = lambda libc: None"
    )
    hacer = negados.pop("hacer una carpeta") if os.geteuid() else "EACCES"
    assert set(negados.values()) <= {"EMFILE", "EAGAIN", "EACCES"}, negados
    assert hacer == "EACCES" or Path(f"{archivo}.d").rmdir() is None


@pytest.mark.skipif(os.geteuid() != 0, reason="sólo root puede dejar de serlo")
def test_quien_corre_como_root_lo_deja(monkeypatch: pytest.MonkeyPatch, archivo: str) -> None:
    cuenta, grupos, _ = _probar(monkeypatch, archivo, ())
    assert cuenta not in {0, os.getuid()}
    assert grupos == []


# Both of one account that is not root; to become it makes a process unreadable, which is undone first.
PADRE_E_HIJO = """
import ctypes, os
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
{antes}
if os.fork() == 0:
    try:
        print(open(f"/proc/{{os.getppid()}}/environ").read(), flush=True)
    except OSError as error:
        print(type(error).__name__, flush=True)
    os._exit(0)
os.wait()
"""


def _lo_que_lee_un_hijo(antes: str) -> str:
    """What a process reads of its father, of the same account, whose environment holds a secret."""
    return subprocess.run(
        [sys.executable, "-c", PADRE_E_HIJO.format(antes=antes)],
        env={"SECRET_KEY": "no-debe-leerse"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="sólo Linux tiene /proc")
def test_un_proceso_del_portal_no_lo_lee_otro_de_su_cuenta() -> None:
    fuente = (settings.BASE_DIR / "buzon" / "proceso.py").read_text(encoding="utf-8")
    assert "no-debe-leerse" in _lo_que_lee_un_hijo("")
    assert _lo_que_lee_un_hijo(f"{fuente}\nvolver_ilegible()") == "PermissionError\n"


@pytest.mark.skipif(sys.platform != "linux", reason="sólo Linux lo tiene")
@pytest.mark.parametrize(
    "carga",
    [
        "import buzon.config",
        "import buzon.servidor",
        "import runpy, contextlib\n"
        "with contextlib.suppress(SystemExit): runpy.run_module('buzon.embebido', run_name='__main__')",
    ],
    ids=["lo que lee los ajustes", "el primer proceso de granian", "el que inicia a los demás"],
)
def test_los_procesos_con_secretos_son_ilegibles(carga: str) -> None:
    programa = f"{carga}\nimport ctypes; print(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))"
    entorno = {"PATH": os.environ["PATH"], "PORT": "no-es-un-puerto", "DJANGO_SETTINGS_MODULE": "ninguno"}
    salida = subprocess.run(
        [sys.executable, "-c", programa],
        cwd=settings.BASE_DIR,
        env=entorno,
        capture_output=True,
        text=True,
        check=True,
    )
    assert salida.stdout == "0\n"


@pytest.mark.skipif(sys.platform != "linux", reason="sólo Linux lo tiene")
def test_este_proceso_que_leyo_los_ajustes_tambien() -> None:
    assert ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0
