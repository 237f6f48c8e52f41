"""What the rules say of an RFC: sentido, inner reason, annex, and the debts behind it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from buzon.padron.hechos import Origen
from buzon.valores.marcas import Rotulado, marcado


class Sentido(Rotulado):
    """The three printed senses (Regla Cuarta, DOF 22-09-2022 and 04-05-2023)."""

    POSITIVA = "POSITIVA", marcado("Positiva")
    NEGATIVA = "NEGATIVA", marcado("Negativa")
    SIN_OPINION = "SIN_OPINION", marcado("Sin Opinión")

    @property
    def en_cadena(self) -> str:
        """As printed in the cadena original."""
        return self.impreso.upper()


class Motivo(Rotulado):
    """Inner reason of a sense; never shown to the public."""

    SIN_REGISTRO_PATRONAL = "SIN_REGISTRO_PATRONAL", marcado("Sin registro patronal")
    CON_ADEUDOS = "CON_ADEUDOS", marcado("Con adeudos")
    CON_ADEUDOS_EN_HUELGA = "CON_ADEUDOS_EN_HUELGA", marcado("Con adeudos y en huelga")
    CON_ADEUDOS_EN_BAJA = "CON_ADEUDOS_EN_BAJA", marcado("Con adeudos y de baja")
    TODOS_EN_BAJA = "TODOS_EN_BAJA", marcado("Todos sus registros de baja")
    SIN_TRABAJADORES = "SIN_TRABAJADORES", marcado("Sin trabajadores")
    AL_CORRIENTE = "AL_CORRIENTE", marcado("Al corriente")

    @property
    def sentido(self) -> Sentido:
        """The sense that this reason gives."""
        return _POR_MOTIVO[self][0]

    @property
    def anexo(self) -> int:
        """Number of the annex that the opinion carries."""
        return _POR_MOTIVO[self][1]


_POR_MOTIVO = {
    Motivo.SIN_REGISTRO_PATRONAL: (Sentido.SIN_OPINION, 3),
    Motivo.CON_ADEUDOS: (Sentido.NEGATIVA, 1),
    Motivo.CON_ADEUDOS_EN_HUELGA: (Sentido.NEGATIVA, 1),
    Motivo.CON_ADEUDOS_EN_BAJA: (Sentido.NEGATIVA, 1),
    Motivo.TODOS_EN_BAJA: (Sentido.SIN_OPINION, 5),
    Motivo.SIN_TRABAJADORES: (Sentido.SIN_OPINION, 4),
    Motivo.AL_CORRIENTE: (Sentido.POSITIVA, 2),
}


class Grupo(StrEnum):
    """How debts are grouped on a negative opinion."""

    VIGENTE = marcado("Vigente")
    B251 = "B-251"
    HUELGA = marcado("Huelga")


@dataclass(frozen=True, slots=True)
class Adeudo:
    """A credit that counts as debt."""

    nrp: str
    numero: str
    periodo: str
    importe: Decimal
    grupo: Grupo
    origen: Origen


@dataclass(frozen=True, slots=True)
class Veredicto:
    """The outcome of the rules; only a negative one carries debts."""

    motivo: Motivo
    adeudos: tuple[Adeudo, ...] = ()

    @property
    def sentido(self) -> Sentido:
        """The sense to be printed."""
        return self.motivo.sentido

    @property
    def anexo(self) -> int:
        """The annex to be attached."""
        return self.motivo.anexo
