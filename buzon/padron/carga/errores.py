"""What is wrong with the files, and refusals of the load itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from buzon.padron.carga.esquema import POR_NOMBRE, Motivo
from buzon.valores import hojas

LIMITE = 1000
"""Errors that are told of one load; beyond, only that there are more."""

_LARGO = 80
_RAZONES = {
    Motivo.FALTA: "falta el valor: %(que_es)s",
    Motivo.FORMATO: "no tiene la forma esperada: %(que_es)s",
    Motivo.FECHA: "esa fecha no existe",
    Motivo.REPETIDA: "ya está en otra línea de este archivo",
    Motivo.NO_EXISTE: "no está en el archivo al que se refiere",
    Motivo.GENERICO: "es un RFC genérico: no identifica a nadie",
    Motivo.B251_SIN_BAJA: "sólo un registro en BAJA puede ser B-251",
    Motivo.SIN_LIMITE: "un crédito POR_DETERMINAR lleva su fecha límite de pago",
    Motivo.COLUMNAS: "la línea no tiene el número de columnas del encabezado",
    Motivo.CODIFICACION: "la línea no está en UTF-8 o tiene un carácter nulo",
    Motivo.CSV: "no se pudo leer como CSV: unas comillas sin cerrar o un salto de línea dentro de un valor",
    Motivo.ENCABEZADO: "la primera línea debe ser: %(que_es)s",
    Motivo.ARCHIVO: "falta el archivo, o no se puede leer",
}


@dataclass(frozen=True, slots=True)
class ErrorDeArchivo:
    """One error: file, line (the header is the first), column, and the value as it was read.

    Line 0 is the whole file; an empty column, the whole line.
    """

    archivo: str
    linea: int
    columna: str
    motivo: Motivo
    valor: str = ""

    @classmethod
    def de_json(cls, guardado: dict[str, Any]) -> "ErrorDeArchivo":
        """Read what the record of a load keeps."""
        return cls(**guardado | {"motivo": Motivo(guardado["motivo"])})

    @property
    def razon(self) -> str:
        """What is wrong, for people."""
        return _RAZONES[self.motivo] % {"que_es": _que_es(self.archivo, self.columna)}


class CargaRechazada(Exception):
    """The files have errors, in `errores`, and nothing was changed."""

    def __init__(self, errores: Sequence[ErrorDeArchivo]) -> None:
        super().__init__(f"{len(errores)} errores")
        self.errores = errores


class CargaEnCurso(Exception):
    """Another load is running."""


def _que_es(archivo: str, columna: str) -> str:
    definicion = POR_NOMBRE[archivo]
    if not columna:
        return ",".join(definicion.encabezado)
    return next((una.que_es for una in definicion.columnas if una.nombre == columna), "")


def como_csv(errores: Iterable[ErrorDeArchivo]) -> str:
    """Return the errors as CSV for a spreadsheet; no value may start a formula there."""
    return hojas.como_csv(
        ["archivo", "línea", "columna", "valor", "motivo", "explicación"],
        (
            (
                f"{error.archivo}.csv",
                error.linea or "",
                error.columna,
                error.valor,
                error.motivo.value,
                error.razon,
            )
            for error in errores
        ),
    )


def recortar(valor: str | None) -> str:
    """Return the beginning of a value, enough to recognise it."""
    texto = valor or ""
    return texto if len(texto) <= _LARGO else f"{texto[:_LARGO]}…"
