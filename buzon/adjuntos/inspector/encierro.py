"""Shuts this process in before it reads what somebody sent; all that it needs is loaded by then.

Landlock by its system calls: what PyPI has for it is a development version, or too young to lean on. There is no
seccomp: no kept package has it, and a process without descriptors has little to call (`decisiones/0013`).
"""

import ctypes
import os
import resource
import sys

MEMORIA = 768 * 1024 * 1024
CPU_S = 6
_LIMITES = (
    (resource.RLIMIT_AS, MEMORIA),
    (resource.RLIMIT_CPU, CPU_S),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NPROC, 0),
    # No new descriptor, though one of the three be closed: no file, socket, pipe or memory file.
    (resource.RLIMIT_NOFILE, 0),
)
_DE_NADIE_MAS = 65533
"""Not nobody: the demo's PostgreSQL is nobody. It needs no entry in /etc/passwd."""

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_CREAR, _ENCERRAR = 444, 446
_PREGUNTAR_VERSION = 1
_POR_VERSION = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights over files each version of Landlock knows; from the fifth on, 16."""
_DE_RED, _DE_ALCANCE = 0b11, 0b11
"""To bind and to connect (version 4); to reach abstract sockets and to signal whom is not inside (version 6)."""


class _Reglas(ctypes.Structure):
    """`struct landlock_ruleset_attr`."""

    _fields_ = [("archivos", ctypes.c_uint64), ("red", ctypes.c_uint64), ("alcance", ctypes.c_uint64)]


def encerrar() -> None:
    """Leave root, and renounce every file, connection, program, child and other process, as far as the kernel helps."""
    _dejar_root()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        _landlock(libc)
    for limite, valor in _LIMITES:
        resource.setrlimit(limite, (valor, valor))


def _dejar_root() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_DE_NADIE_MAS)
        os.setuid(_DE_NADIE_MAS)


def version_de_landlock() -> int:
    """Return which version this kernel has on, 0 where it has none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(ctypes.CDLL(None).syscall(_CREAR, None, ctypes.c_size_t(0), _PREGUNTAR_VERSION)))


def _landlock(libc: ctypes.CDLL) -> None:
    """Handle every right and grant none. Raises OSError where the kernel has it and does not do it."""
    version = version_de_landlock()
    if not version:
        return
    reglas = _Reglas(
        archivos=(1 << _POR_VERSION.get(version, 16)) - 1,
        red=_DE_RED if version >= 4 else 0,
        alcance=_DE_ALCANCE if version >= 6 else 0,
    )
    conjunto = libc.syscall(_CREAR, ctypes.byref(reglas), ctypes.c_size_t(ctypes.sizeof(reglas)), 0)
    if conjunto < 0 or libc.syscall(_ENCERRAR, conjunto, 0):
        raise OSError(ctypes.get_errno(), "landlock")
    os.close(conjunto)
