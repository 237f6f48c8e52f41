"""Registro patronal del IMSS (NRP): 11 characters; no public algorithm for its check digit."""

import re
from dataclasses import dataclass

from buzon.valores.captura import sin_separadores
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo

FORMATO = "[A-Z0-9][0-9]{10}"


class RegistroPatronalInvalido(Rechazo):
    """Not a registro patronal."""

    codigo = "registro_patronal_invalido"
    titulo = marcado("Ese registro patronal no es válido")
    mensaje = marcado("Escribe sus 11 caracteres, por ejemplo Y5412345103.")


@dataclass(frozen=True, slots=True, order=True)
class RegistroPatronal:
    """Municipality (3), progressive number (5), modalidad (2), check digit (1)."""

    clave: str

    def __post_init__(self) -> None:
        if not re.fullmatch(FORMATO, self.clave):
            raise RegistroPatronalInvalido("formato")

    @classmethod
    def leer(cls, texto: str) -> "RegistroPatronal":
        """From what a person writes: any case, with or without hyphens and spaces."""
        return cls(sin_separadores(texto).upper() if len(texto) <= 64 else "")

    @property
    def modalidad(self) -> str:
        return self.clave[8:10]

    def __str__(self) -> str:
        clave = self.clave
        return f"{clave[:3]}-{clave[3:8]}-{clave[8:10]}-{clave[10]}"
