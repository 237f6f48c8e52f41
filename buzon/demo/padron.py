"""The register of the demo: for each person, the facts that lead to its row of the decision table.

Everything is made up: registros with progressives 0000x, credits, and a handful of offices marked as demo data.
Nothing here expires, so that everybody keeps the same sense however long the portal stands.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from buzon.demo.personas import PERSONAS_DEMO, Personaje
from buzon.padron.hechos import (
    Convenio,
    Credito,
    EstadoConvenio,
    EstadoGarantia,
    EstadoRegistro,
    Garantia,
    Hechos,
    Origen,
    Registro,
    RespaldoConvenio,
    SituacionCredito,
    TipoCredito,
)
from buzon.padron.models import Subdelegacion
from buzon.padron.selectors import esta_inscrito
from buzon.padron.services import guardar_hechos, guardar_subdelegaciones
from opinion.services import recalcular_rfc

OFICINAS = (
    ("1501", "Ecatepec", "México Oriente"),
    ("1601", "Naucalpan", "México Poniente"),
    ("1602", "Tlalnepantla", "México Poniente"),
    ("3901", "Magdalena de las Salinas", "CDMX Norte"),
    ("3902", "Polanco", "CDMX Norte"),
    ("3903", "Centro", "CDMX Norte"),
    ("4001", "Del Valle", "CDMX Sur"),
    ("4002", "San Ángel", "CDMX Sur"),
    ("4003", "Churubusco", "CDMX Sur"),
    ("4004", "Piedad Narvarte", "CDMX Sur"),
)
Fabrica = Callable[["Expediente"], tuple[Registro, ...]]


class Expediente:
    """Numbers the invented registros, credits and backings of one person."""

    def __init__(self, indice: int) -> None:
        self.indice = indice
        self.progresivo = 0
        self.creditos = 0

    def registro(
        self,
        *creditos: Credito,
        estado: EstadoRegistro = EstadoRegistro.VIGENTE,
        trabajadores: int = 0,
        modalidad: str = "10",
        b251: bool = False,
    ) -> Registro:
        self.progresivo += 1
        oficina = OFICINAS[(self.indice + self.progresivo) % len(OFICINAS)][0]
        nrp = f"Y{self.indice:02d}{self.progresivo:05d}{modalidad}{self.progresivo % 10}"
        return Registro(nrp, estado, trabajadores, oficina, b251, creditos)

    def credito(
        self,
        situacion: SituacionCredito,
        *,
        origen: Origen = Origen.IMSS,
        garantizado: bool = False,
        convenio: EstadoConvenio | None = None,
    ) -> Credito:
        """Return the next credit, with the backing asked for."""
        self.creditos += 1
        folio = f"DEMO-{self.indice:02d}-{self.creditos:02d}"
        importe = Decimal(1850 * self.creditos + 417 * self.indice) + Decimal("0.50")
        respaldo = RespaldoConvenio.DISPENSA
        return Credito(
            numero=f"{self.indice:03d}{self.creditos:06d}",
            origen=origen,
            tipo=TipoCredito.CUOTAS,
            situacion=situacion,
            periodo="2026-B2" if origen is Origen.RCV else "2026-04",
            importe=importe,
            garantia=Garantia(folio, EstadoGarantia.VIGENTE, importe * 2) if garantizado else None,
            convenio=Convenio(folio, convenio, respaldo) if convenio else None,
        )


def crear_padron(*, ahora: datetime) -> None:
    """Give the demo people their facts, unless the register already knows them, and compute their opinions."""
    guardar_subdelegaciones(Subdelegacion(clave, nombre, ooad, True) for clave, nombre, ooad in OFICINAS)
    for indice, persona in enumerate(PERSONAS_DEMO, start=1):
        if not esta_inscrito(persona.rfc):
            guardar_hechos(hechos_de_persona(persona, indice=indice), ahora=ahora)
        recalcular_rfc(persona.rfc, ahora=ahora)


def hechos_de_persona(persona: Personaje, *, indice: int) -> Hechos:
    """Return the facts of the person's row; without row, the register knows nothing of that RFC."""
    if persona.fila is None:
        return Hechos(persona.rfc)
    return Hechos(persona.rfc, persona.nombre, persona.curp, FILAS[persona.fila](Expediente(indice)))


def _no_inscrita(_: Expediente) -> tuple[Registro, ...]:
    return ()


def _huelga_con_adeudos(nueva: Expediente) -> tuple[Registro, ...]:
    firme = nueva.credito(SituacionCredito.FIRME)
    impugnado = nueva.credito(SituacionCredito.IMPUGNADO, origen=Origen.RCV)
    return (
        nueva.registro(firme, impugnado, estado=EstadoRegistro.HUELGA, trabajadores=41),
        nueva.registro(trabajadores=6),
    )


def _huelga_al_corriente(nueva: Expediente) -> tuple[Registro, ...]:
    pagado = nueva.credito(SituacionCredito.PAGADO)
    impugnado = nueva.credito(SituacionCredito.IMPUGNADO, garantizado=True)
    return (
        nueva.registro(pagado, impugnado, estado=EstadoRegistro.HUELGA, trabajadores=18),
        nueva.registro(estado=EstadoRegistro.BAJA),
    )


def _huelga_sin_trabajadores(nueva: Expediente) -> tuple[Registro, ...]:
    cancelado = nueva.credito(SituacionCredito.CANCELADO)
    return (
        nueva.registro(cancelado, estado=EstadoRegistro.HUELGA),
        nueva.registro(trabajadores=4, modalidad="33"),
    )


def _vigente_con_adeudos(nueva: Expediente) -> tuple[Registro, ...]:
    determinado = nueva.credito(SituacionCredito.DETERMINADO)
    roto = nueva.credito(SituacionCredito.FIRME, origen=Origen.RCV, convenio=EstadoConvenio.INCUMPLIDO)
    garantizado = nueva.credito(SituacionCredito.DETERMINADO, garantizado=True)
    de_baja = nueva.credito(SituacionCredito.FIRME)
    return (
        nueva.registro(determinado, roto, garantizado, trabajadores=12),
        nueva.registro(de_baja, estado=EstadoRegistro.BAJA, b251=True),
    )


def _vigente_al_corriente(nueva: Expediente) -> tuple[Registro, ...]:
    garantizado = nueva.credito(SituacionCredito.IMPUGNADO, garantizado=True)
    en_convenio = nueva.credito(SituacionCredito.FIRME, convenio=EstadoConvenio.VIGENTE)
    pagado = nueva.credito(SituacionCredito.PAGADO, origen=Origen.RCV)
    return (
        nueva.registro(garantizado, en_convenio, trabajadores=7 + nueva.indice),
        nueva.registro(pagado, trabajadores=3, modalidad="13"),
        nueva.registro(estado=EstadoRegistro.BAJA),
    )


def _vigente_sin_trabajadores(nueva: Expediente) -> tuple[Registro, ...]:
    prescrito = nueva.credito(SituacionCredito.PRESCRITO)
    return (nueva.registro(prescrito), nueva.registro(trabajadores=1, modalidad="40"))


def _baja_con_adeudos(nueva: Expediente) -> tuple[Registro, ...]:
    firmes = [nueva.credito(SituacionCredito.FIRME, origen=origen) for origen in Origen]
    return (
        nueva.registro(*firmes, estado=EstadoRegistro.BAJA, b251=True),
        nueva.registro(estado=EstadoRegistro.BAJA),
    )


def _baja_sin_adeudos(nueva: Expediente) -> tuple[Registro, ...]:
    corregido = nueva.credito(SituacionCredito.CORREGIDO)
    return (
        nueva.registro(corregido, estado=EstadoRegistro.BAJA),
        nueva.registro(estado=EstadoRegistro.BAJA),
    )


FILAS: dict[int, Fabrica] = {
    1: _no_inscrita,
    2: _huelga_con_adeudos,
    3: _huelga_al_corriente,
    4: _huelga_sin_trabajadores,
    5: _vigente_con_adeudos,
    6: _vigente_al_corriente,
    7: _vigente_sin_trabajadores,
    8: _baja_con_adeudos,
    9: _baja_sin_adeudos,
}
