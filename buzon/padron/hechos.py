"""The facts of one RFC as the rules read them (pure): what the register says, and nothing that is derived."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buzon.valores.identificadores import FORMATO_NRP, FORMATO_RFC
from buzon.valores.marcas import Rotulado, marcado

RFC = f"^{FORMATO_RFC}$"
NRP = f"^{FORMATO_NRP}$"
PERIODO = r"^[0-9]{4}-(0[1-9]|1[0-2]|B[1-6])$"
"""Forms of the keys and periods that the register keeps, for Python and PostgreSQL alike."""


class EstadoRegistro(Rotulado):
    """State of a registro patronal."""

    VIGENTE = "VIGENTE", marcado("Vigente")
    HUELGA = "HUELGA", marcado("Huelga")
    BAJA = "BAJA", marcado("Baja")


class Origen(Rotulado):
    """Branch of insurance that a credit comes from."""

    IMSS = "IMSS"
    RCV = "RCV"


class TipoCredito(Rotulado):
    """What a credit claims."""

    CUOTAS = "CUOTAS", marcado("Cuotas")
    MULTA = "MULTA", marcado("Multa")
    CAPITAL_CONSTITUTIVO = "CAPITAL_CONSTITUTIVO", marcado("Capital constitutivo")


class SituacionCredito(Rotulado):
    """Where a credit stands in its life."""

    POR_DETERMINAR = "POR_DETERMINAR", marcado("Por determinar")
    DETERMINADO = "DETERMINADO", marcado("Determinado")
    FIRME = "FIRME", marcado("Firme")
    IMPUGNADO = "IMPUGNADO", marcado("Impugnado")
    PAGADO = "PAGADO", marcado("Pagado")
    CANCELADO = "CANCELADO", marcado("Cancelado")
    PRESCRITO = "PRESCRITO", marcado("Prescrito")
    CORREGIDO = "CORREGIDO", marcado("Corregido")


class EstadoGarantia(Rotulado):
    """Whether a guarantee secures the interés fiscal."""

    VIGENTE = "VIGENTE", marcado("Vigente")
    INSUFICIENTE = "INSUFICIENTE", marcado("Insuficiente")
    CANCELADA = "CANCELADA", marcado("Cancelada")


class EstadoConvenio(Rotulado):
    """Whether an agreement to pay by instalments is being kept."""

    VIGENTE = "VIGENTE", marcado("Vigente")
    INCUMPLIDO = "INCUMPLIDO", marcado("Incumplido")
    CONCLUIDO = "CONCLUIDO", marcado("Concluido")


class RespaldoConvenio(Rotulado):
    """What backs an agreement: a guarantee, its dispensa, or nothing yet."""

    GARANTIA = "GARANTIA", marcado("Garantía")
    DISPENSA = "DISPENSA", marcado("Dispensa")
    NINGUNO = "NINGUNO", marcado("Ninguno")


@dataclass(frozen=True, slots=True)
class Garantia:
    """A guarantee of the interés fiscal; `vence_el` None: no term."""

    folio: str
    estado: EstadoGarantia
    importe: Decimal
    vence_el: date | None = None


@dataclass(frozen=True, slots=True)
class Convenio:
    """An agreement to pay by instalments or later; `termina_el` None: no term known."""

    folio: str
    estado: EstadoConvenio
    respaldo: RespaldoConvenio
    termina_el: date | None = None


@dataclass(frozen=True, slots=True)
class Credito:
    """A crédito fiscal; `periodo` is aaaa-mm or aaaa-Bn, `limite_de_pago_el` its legal pay date."""

    numero: str
    origen: Origen
    tipo: TipoCredito
    situacion: SituacionCredito
    periodo: str
    importe: Decimal
    limite_de_pago_el: date | None = None
    garantia: Garantia | None = None
    convenio: Convenio | None = None


@dataclass(frozen=True, slots=True)
class Registro:
    """A registro patronal with its credits; `b251`: dropped by the Institute under article 251 of the LSS."""

    nrp: str
    estado: EstadoRegistro
    trabajadores: int
    subdelegacion: str
    b251: bool = False
    creditos: tuple[Credito, ...] = ()

    @property
    def modalidad(self) -> str:
        """Kind of insurance: characters 9 and 10 of the NRP."""
        return self.nrp[8:10]


@dataclass(frozen=True, slots=True)
class Hechos:
    """Everything that the register knows of an RFC; no registros: nobody is registered under it."""

    rfc: str
    nombre: str = ""
    curp: str = ""
    registros: tuple[Registro, ...] = ()
