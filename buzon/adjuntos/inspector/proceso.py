"""The inspector's process: the bytes by stdin, the verdict and what is to be kept by stdout."""

import json
import os
import sys
from collections.abc import Callable

from buzon.adjuntos.inspector.encierro import encerrar


class NoApto(Exception):
    """The file is refused: `danado`, `activo`, `protegido`, `grande` or `tipo`, and what was found."""

    def __init__(self, motivo: str, detalle: str) -> None:
        super().__init__(motivo, detalle)
        self.motivo = motivo
        self.detalle = detalle


def principal(inspeccionar: Callable[[bytes], bytes]) -> None:
    """Inspect what stdin brings, answer and end, without the tidying of the libraries that read it.

    Nothing can be imported any more while it does.
    """
    encerrar()
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
