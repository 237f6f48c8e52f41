"""GNU make passes SIGTERM on to its recipe but keeps SIGINT to itself, and waits: this module notices."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path


def _atiende_sigint(estado: Path) -> bool:
    """Tell whether that process still has a handler for SIGINT; make drops its own once the signal came."""
    for linea in estado.read_text(encoding="ascii", errors="replace").splitlines():
        if linea.startswith("SigCgt:"):
            return bool(int(linea.split()[1], 16) >> (signal.SIGINT - 1) & 1)
    return False


def vigilar_make(padre: int | None = None) -> Callable[[], bool]:
    """Return a question, cheap enough to repeat: was the make that runs us interrupted, or is it gone?

    Without a make above (or without Linux's /proc) the answer is always no.
    """
    pid = padre or os.getppid()
    proceso = Path(f"/proc/{pid}")
    try:
        bajo_make = sys.platform == "linux" and (proceso / "comm").read_text().strip() in {"make", "gmake"}
        atendia = bajo_make and _atiende_sigint(proceso / "status")
    except OSError:
        bajo_make = atendia = False

    def interrumpido() -> bool:
        if not bajo_make:
            return False
        if padre is None and os.getppid() != pid:
            return True
        try:
            return atendia and not _atiende_sigint(proceso / "status")
        except OSError:
            return True

    return interrumpido
