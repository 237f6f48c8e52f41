"""One child process: its own session, another account if need be, and an end when its parent ends."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
REGISTRO_MAXIMO = 5_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Cuenta:
    uid: int
    gid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receta:
    """How to start a child and how to stop it: `senal` asks for an orderly end, `huerfano` comes when we die.

    `tanda` orders the stop: the highest ends first.
    """

    nombre: str
    orden: Sequence[str | Path]
    entorno: Mapping[str, str] | None = None
    cuenta: Cuenta | None = None
    senal: signal.Signals = signal.SIGTERM
    huerfano: signal.Signals = signal.SIGTERM
    carpeta: Path = Path("/")
    tanda: int = 0


def preparar_hijo(
    cuenta: Cuenta | None = None, *, huerfano: signal.Signals = signal.SIGTERM
) -> Callable[[], None]:
    """Return what runs in the child between fork and exec.

    A session of its own keeps the terminal's Ctrl-C away. PDEATHSIG comes after setuid, which clears it.
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    padre = os.getpid()

    def preparar() -> None:
        os.setsid()
        if cuenta is not None:
            os.setgroups([])
            os.setgid(cuenta.gid)
            os.setuid(cuenta.uid)
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, huerfano)
            # The parent may have ended before the line above: then the signal never comes.
            if os.getppid() != padre:
                os._exit(1)

    return preparar


def abrir_registro(ruta: Path) -> int:
    """Open a child's log for appending; a large one is put aside first."""
    if ruta.exists() and ruta.stat().st_size > REGISTRO_MAXIMO:
        ruta.replace(ruta.with_suffix(".anterior.log"))
    return os.open(ruta, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def lanzar(receta: Receta, *, registro: Path, heredar: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start the child from the main thread (PDEATHSIG follows the thread that forks)."""
    descriptor = abrir_registro(registro)
    try:
        return subprocess.Popen(
            receta.orden,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            env=receta.entorno,
            cwd=receta.carpeta,
            pass_fds=heredar,
            preexec_fn=preparar_hijo(receta.cuenta, huerfano=receta.huerfano),  # noqa: PLW1509
        )
    finally:
        os.close(descriptor)


def ha_muerto(pid: int) -> bool:
    """Tell whether the child ended, leaving it unreaped so that its number is not given to another."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def matar_grupo(pid: int) -> None:
    """Kill what is left of the group of a child that has not been reaped yet."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
