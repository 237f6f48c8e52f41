"""One employer after another, each drawn so that the rules of the opinion find in it what its profile says."""

from collections import Counter
from collections.abc import Iterator
from enum import Enum, auto
from itertools import count
from math import sqrt
from random import Random
from typing import NamedTuple

from buzon.padron.generador import claves, nombres
from buzon.padron.generador.azar import Azar, cola, repetidos, uno_de
from buzon.padron.generador.creditos import Creditos, Fila
from buzon.padron.generador.oficinas import OFICINAS, SORTEO
from buzon.padron.hechos import EstadoRegistro

_MODALIDADES = repetidos({"10": 880, "13": 55, "14": 10, "17": 25, "34": 30})
_SIN_TRABAJADORES = ("32", "33", "40")
_DE_OTROS = repetidos({"10": 80, "13": 8, "17": 4, "32": 2, "33": 3, "40": 3})
_RARO = 1 / 20_000


class Perfil(Enum):
    """What the rules will say of an employer."""

    AL_CORRIENTE = auto()
    CON_ADEUDOS = auto()
    CON_ADEUDOS_EN_BAJA = auto()
    SIN_TRABAJADORES = auto()
    EN_BAJA = auto()


_PERFILES = repetidos(
    {
        Perfil.AL_CORRIENTE: 750,
        Perfil.CON_ADEUDOS: 125,
        Perfil.CON_ADEUDOS_EN_BAJA: 25,
        Perfil.SIN_TRABAJADORES: 50,
        Perfil.EN_BAJA: 50,
    }
)
_TODO_EN_BAJA = (Perfil.EN_BAJA, Perfil.CON_ADEUDOS_EN_BAJA)


class Lote(NamedTuple):
    """The rows of one employer, by file."""

    patrones: list[Fila]
    registros: list[Fila]
    garantias: list[Fila]
    convenios: list[Fila]
    creditos: list[Fila]


def lotes(patrones: int, *, semilla: int) -> Iterator[Lote]:
    """Yield the rows of so many employers."""
    azar = Random(semilla).random  # noqa: S311
    personas, establecimientos, creditos = _Personas(azar), _Registros(azar), Creditos(azar)
    for _ in range(patrones):
        perfil = uno_de(azar, _PERFILES)
        persona = personas.siguiente()
        registros = establecimientos.de(persona[0], perfil)
        adeuda = perfil in (Perfil.CON_ADEUDOS, Perfil.CON_ADEUDOS_EN_BAJA)
        filas = creditos.de([registro[0] for registro in registros], adeuda=adeuda)
        yield Lote([persona], registros, creditos.garantias, creditos.convenios, filas)
        creditos.garantias, creditos.convenios = [], []


class _Personas:
    """Físicas and morales, each with a sequence of its own."""

    def __init__(self, azar: Azar) -> None:
        self._azar = azar
        self._fisicas, self._morales = count(int(azar() * 1_000_000)), count(int(azar() * 1_000_000))

    def siguiente(self) -> Fila:
        """Return the row of another employer."""
        azar = self._azar
        personas = "2" if azar() < _RARO else "1"
        if azar() < 0.48:
            return self._fisica(personas)
        nombre = nombres.nombre_de_moral(azar)
        (fecha, _), homoclave = claves.dia_y_homoclave(claves.CONSTITUCIONES, next(self._morales))
        return claves.rfc_de(nombre.rfc, fecha, homoclave), nombre.texto, "", personas

    def _fisica(self, personas: str) -> Fila:
        azar = self._azar
        nombre = nombres.nombre_de_fisica(azar)
        (fecha, siglo), homoclave = claves.dia_y_homoclave(claves.NACIMIENTOS, next(self._fisicas))
        inicio = nombre.curp + fecha + nombre.sexo
        curp = claves.curp_de(inicio, uno_de(azar, nombres.ENTIDADES), nombre.consonantes, siglo)
        return claves.rfc_de(nombre.rfc, fecha, homoclave), nombre.texto, curp, personas


class _Registros:
    """Registros patronales, numbered office by office."""

    def __init__(self, azar: Azar) -> None:
        self._azar = azar
        self._usados: Counter[int] = Counter()

    def de(self, rfc: str, perfil: Perfil) -> list[Fila]:
        """Return the registros of an employer: one as a rule, some hundreds at the most."""
        azar = self._azar
        oficina = uno_de(azar, SORTEO)
        filas = [self._registro(rfc, perfil, oficina, es_primero=True)]
        if azar() < 0.155:
            for _ in range(_mas(azar)):
                otra = oficina if azar() < 0.6 else uno_de(azar, SORTEO)
                filas.append(self._registro(rfc, perfil, otra, es_primero=False))
        return filas

    def _registro(self, rfc: str, perfil: Perfil, oficina: int, *, es_primero: bool) -> Fila:
        azar = self._azar
        estado = self._estado(perfil, es_primero=es_primero)
        modalidad, trabajadores = self._plantilla(perfil, estado, es_primero=es_primero)
        nrp = claves.nrp_de(oficina, self._usados[oficina], modalidad)
        self._usados[oficina] += 1
        adeuda = perfil is Perfil.CON_ADEUDOS_EN_BAJA
        b251 = estado is EstadoRegistro.BAJA and azar() < (0.2 if adeuda else 0.02)
        legible = "f" if azar() < _RARO else "t"
        clave = OFICINAS[oficina][0]
        return nrp, rfc, estado.value, str(trabajadores), clave, "t" if b251 else "f", legible

    def _estado(self, perfil: Perfil, *, es_primero: bool) -> EstadoRegistro:
        if perfil in _TODO_EN_BAJA:
            return EstadoRegistro.BAJA
        suerte = self._azar()
        if suerte < 0.0015:
            return EstadoRegistro.HUELGA
        return EstadoRegistro.BAJA if suerte < 0.26 and not es_primero else EstadoRegistro.VIGENTE

    def _plantilla(self, perfil: Perfil, estado: EstadoRegistro, *, es_primero: bool) -> tuple[str, int]:
        """Return the modalidad and the workers; the first registro of whoever is up to date has some that count."""
        azar = self._azar
        if estado is EstadoRegistro.BAJA:
            return uno_de(azar, _MODALIDADES), 0
        if perfil is Perfil.SIN_TRABAJADORES:
            return (uno_de(azar, _SIN_TRABAJADORES), 1 + int(azar() * 3)) if azar() < 0.4 else ("10", 0)
        modalidad = uno_de(azar, _MODALIDADES if es_primero else _DE_OTROS)
        return modalidad, cola(azar, base=1.6, tope=60_000)


def _mas(azar: Azar) -> int:
    """Return how many registros beyond the first: k or more with the chance 1 / k²."""
    return min(400, int(sqrt(1 / (azar() + 1e-9))))
