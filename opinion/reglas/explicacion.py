"""Why a verdict is what it is: what each rule looked at and found, and what a positive one would still take (pure).

The verdict comes from the rules alone. This only says, in their order, which of them speak and over which facts; the
words for people stand in `opinion/textos.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from buzon.padron.hechos import Credito, EstadoRegistro, Hechos, Registro
from opinion.reglas import REGLAS, Regla, evaluar
from opinion.reglas.con_adeudos import grupo_de
from opinion.reglas.creditos import CLASES, clase_de, cuenta_como_adeudo
from opinion.reglas.sin_trabajadores import MODALIDADES_SIN_TRABAJADORES, trabajadores_de
from opinion.reglas.veredicto import Grupo, Sentido, Veredicto

SIN_CLASE = "sin_clase"


class Resultado(StrEnum):
    """How an employer stands before a rule."""

    CUMPLE = "CUMPLE"
    NO_CUMPLE = "NO_CUMPLE"
    NO_APLICA = "NO_APLICA"


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """One rule before the facts; `decide`: it is the one that gave the sentido."""

    regla: str
    resultado: Resultado
    decide: bool


@dataclass(frozen=True, slots=True)
class CreditoVisto:
    """A credit, the class that decides about it, and whether it counts as debt."""

    nrp: str
    credito: Credito
    clase: str
    cuenta: bool
    grupo: Grupo


@dataclass(frozen=True, slots=True)
class RegistroVisto:
    """A registro patronal, whether its workers count, and its credits."""

    registro: Registro
    cuenta_trabajadores: bool
    creditos: tuple[CreditoVisto, ...]

    @property
    def adeudos(self) -> tuple[CreditoVisto, ...]:
        """The credits that count."""
        return tuple(visto for visto in self.creditos if visto.cuenta)


@dataclass(frozen=True, slots=True)
class Paso:
    """One thing to do: `accion` is the rule that is not met, or the class of the credits that count."""

    accion: str
    creditos: tuple[CreditoVisto, ...] = ()

    @property
    def importe(self) -> Decimal:
        """The sum of its credits, in pesos."""
        return suma_de(self.creditos)


@dataclass(frozen=True, slots=True)
class Explicacion:
    """Everything that stands behind one verdict."""

    veredicto: Veredicto
    hallazgos: tuple[Hallazgo, ...]
    registros: tuple[RegistroVisto, ...]
    trabajadores: int

    @property
    def creditos(self) -> tuple[CreditoVisto, ...]:
        """Every credit that was looked at."""
        return tuple(credito for registro in self.registros for credito in registro.creditos)

    @property
    def adeudos(self) -> tuple[CreditoVisto, ...]:
        """Every credit that counts, once."""
        return tuple(credito for credito in self.creditos if credito.cuenta)

    @property
    def importe(self) -> Decimal:
        """What is owed in all, in pesos."""
        return suma_de(self.adeudos)

    @property
    def pasos(self) -> tuple[Paso, ...]:
        """What is missing for a positive one, in the order in which it is done."""
        return tuple(_pasos(self))

    def en_estado(self, estado: EstadoRegistro) -> int:
        """Return how many registros are in a state."""
        return sum(visto.registro.estado is estado for visto in self.registros)


def explicar(hechos: Hechos, *, hoy: date) -> Explicacion:
    """Return what stands behind the verdict of the facts as of a day in Centro de México."""
    veredicto = evaluar(hechos, hoy=hoy)
    return Explicacion(
        veredicto=veredicto,
        hallazgos=tuple(_hallazgos(hechos, hoy=hoy)),
        registros=tuple(_ver(registro, hoy=hoy) for registro in hechos.registros),
        trabajadores=trabajadores_de(hechos),
    )


def _hallazgos(hechos: Hechos, *, hoy: date) -> Iterator[Hallazgo]:
    decidido = False
    for regla in REGLAS:
        veredicto = regla(hechos, hoy=hoy)
        decide = veredicto is not None and not decidido
        yield Hallazgo(nombre_de(regla), _resultado(veredicto, decide=decide, hechos=hechos), decide)
        decidido = decidido or decide


def _resultado(veredicto: Veredicto | None, *, decide: bool, hechos: Hechos) -> Resultado:
    """A rule that speaks against is not met, even where another one decided before: that too must be put right."""
    if not decide and not hechos.registros:
        return Resultado.NO_APLICA
    if veredicto is None:
        return Resultado.CUMPLE
    if veredicto.sentido is not Sentido.POSITIVA:
        return Resultado.NO_CUMPLE
    return Resultado.CUMPLE if decide else Resultado.NO_APLICA


def nombre_de(regla: Regla) -> str:
    """Return the name by which a rule is known: that of its function and of its file."""
    return str(getattr(regla, "__name__", ""))


def _ver(registro: Registro, *, hoy: date) -> RegistroVisto:
    grupo = grupo_de(registro)
    creditos = tuple(
        CreditoVisto(
            registro.nrp,
            credito,
            getattr(clase_de(credito, hoy=hoy), "__name__", SIN_CLASE),
            cuenta_como_adeudo(credito, hoy=hoy),
            grupo,
        )
        for credito in registro.creditos
    )
    return RegistroVisto(registro, registro.modalidad not in MODALIDADES_SIN_TRABAJADORES, creditos)


def _pasos(explicacion: Explicacion) -> Iterator[Paso]:
    """Debts go by class, in the law's order, in the place of the rule that they break."""
    for hallazgo in explicacion.hallazgos:
        if hallazgo.resultado is not Resultado.NO_CUMPLE:
            continue
        if hallazgo.regla == "con_adeudos":
            yield from _pasos_de_adeudos(explicacion.adeudos)
        else:
            yield Paso(hallazgo.regla)


def _pasos_de_adeudos(adeudos: tuple[CreditoVisto, ...]) -> Iterator[Paso]:
    for clase in (*(getattr(clase, "__name__", "") for clase, cuenta in CLASES if cuenta), SIN_CLASE):
        creditos = tuple(adeudo for adeudo in adeudos if adeudo.clase == clase)
        if creditos:
            yield Paso(clase, creditos)


def suma_de(creditos: Sequence[CreditoVisto]) -> Decimal:
    """Return what some credits come to, in pesos."""
    return sum((visto.credito.importe for visto in creditos), Decimal("0.00"))
