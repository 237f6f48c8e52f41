"""The inspector's process: its limits, the bytes by stdin, the verdict and what is to be kept by stdout."""

import json
import os
import resource
import sys
from collections.abc import Callable

MEMORIA = 768 * 1024 * 1024
CPU_S = 8
_LIMITES = (
    (resource.RLIMIT_AS, MEMORIA),
    (resource.RLIMIT_CPU, CPU_S),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NPROC, 0),
)


class NoApto(Exception):
    """The file is refused: `danado`, `activo`, `protegido`, `grande` or `tipo`, and what was found."""

    def __init__(self, motivo: str, detalle: str) -> None:
        super().__init__(motivo, detalle)
        self.motivo = motivo
        self.detalle = detalle


def principal(inspeccionar: Callable[[bytes], bytes]) -> None:
    """Inspect what stdin brings, answer and end, without the tidying of the libraries that read it."""
    for limite, valor in _LIMITES:
        resource.setrlimit(limite, (valor, valor))
    motivo = detalle = ""
    salida = b""
    try:
        salida = inspeccionar(sys.stdin.buffer.read())
    except NoApto as rechazo:
        motivo, detalle = rechazo.motivo, rechazo.detalle
    except Exception as error:  # whatever a library makes of hostile bytes, memory and recursion included
        motivo, detalle = "danado", type(error).__name__
    cabecera = json.dumps({"motivo": motivo, "detalle": detalle[:200]})
    sys.stdout.buffer.write(cabecera.encode() + b"\n" + salida)
    sys.stdout.flush()
    os._exit(0)
