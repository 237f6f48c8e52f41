"""Whole registers for tests: any facts of many RFCs at once, drawn cheaply and loaded by bulk_create."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain, count, product

from django.db import connection
from django.db.models import Model
from hypothesis import strategies as st

from autorizacion32d.models import Autorizacion
from autorizacion32d.reglas import Estado
from buzon.padron import models
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
from buzon.padron.services import fila_de_credito
from opinion.models import CambioDeOpinion, Corrida, OpinionCalculada, OpinionNoDisponible
from tests.buzon.padron.fabricas import HOY, OFICINA, nrp, oficina
from tests.opinion.situaciones import FOLIO, NOMBRE

HISTORIA: tuple[type[Model], ...] = (OpinionCalculada, OpinionNoDisponible, CambioDeOpinion, Corrida)
REGISTRO: tuple[type[Model], ...] = (
    models.CreditoFiscal,
    models.RegistroPatronal,
    models.Patron,
    models.Garantia,
    models.Convenio,
    Autorizacion,
)


@dataclass(frozen=True, slots=True)
class Caso:
    """One RFC of a register: its facts, and what keeps them from being read or puts it outside."""

    hechos: Hechos
    personas: int = 1
    ilegibles: frozenset[str] = frozenset()
    inscrito: bool = True
    autorizacion: Estado = Estado.SIN_AUTORIZACION

    @property
    def es_legible(self) -> bool:
        return not self.inscrito or (self.personas == 1 and not self.ilegibles)


def rfc_de(numero: int) -> str:
    """Return a valid RFC of its own for each number; some have Ñ and &."""
    return f"{('AAA', 'Ñ&A', 'ÑAN&')[numero % 3]}{numero:06d}AA0"


def _dias(*desfases: int) -> list[date | None]:
    return [None, *(HOY + timedelta(days=dias) for dias in desfases)]


GARANTIAS: list[Garantia | None] = [
    None,
    *(
        Garantia(f"G-{folio}", estado, Decimal("5000.00"), vence)
        for folio, (estado, vence) in enumerate(product(EstadoGarantia, _dias(-1, 0, 1)))
    ),
]
CONVENIOS: list[Convenio | None] = [
    None,
    *(
        Convenio(f"C-{folio}", estado, respaldo, termina)
        for folio, (estado, respaldo, termina) in enumerate(
            product(EstadoConvenio, RespaldoConvenio, _dias(-1, 0, 1))
        )
    ),
]
CREDITOS = [
    Credito(
        "000000001",
        Origen.IMSS,
        TipoCredito.CUOTAS,
        situacion,
        "2026-09",
        Decimal("1234.50"),
        limite,
        garantia,
        convenio,
    )
    for situacion, limite, garantia, convenio in product(
        SituacionCredito, _dias(-1, 0, 1), GARANTIAS, CONVENIOS
    )
    if limite or situacion is not SituacionCredito.POR_DETERMINAR
]
"""Every kind of credit around HOY: each situation, pay date, guarantee and agreement with each."""

_NO_ADEUDOS = [uno for uno in CREDITOS if uno.situacion is SituacionCredito.PAGADO]
_ESTADOS = [(estado, False) for estado in EstadoRegistro] + [(EstadoRegistro.BAJA, True)]
_MODALIDADES = ["10", "13", "17", "32", "33", "40"]

# Half of the credits owe nothing, so that the rules after the second one have their turn.
_creditos = st.lists(st.sampled_from(CREDITOS) | st.sampled_from(_NO_ADEUDOS), max_size=3)
_registros = st.lists(
    st.tuples(st.sampled_from(_ESTADOS), st.integers(0, 2), st.sampled_from(_MODALIDADES), _creditos),
    max_size=3,
)
_casos = st.tuples(
    _registros,
    st.sampled_from([1, 1, 1, 1, 1, 1, 2, 7]),
    st.sampled_from([0, 0, 0, 0, 0, 1, 2, 3]),
    st.sampled_from([True, True, True, True, False]),
    st.sampled_from(list(Estado)),
)


@st.composite
def padrones(draw: st.DrawFn, *, minimo: int = 100, maximo: int = 140) -> list[Caso]:
    """Draw a register; `ilegibles` marks up to as many registros of an RFC."""
    nrps = count(1)
    casos = []
    for numero, (partes, personas, marcas, inscrito, estado) in enumerate(
        draw(st.lists(_casos, min_size=minimo, max_size=maximo))
    ):
        registros = tuple(
            Registro(
                nrp(next(nrps), modalidad=modalidad),
                situacion,
                trabajadores,
                OFICINA,
                b251,
                tuple(replace(uno, numero=f"{indice:09d}") for indice, uno in enumerate(creditos)),
            )
            for (situacion, b251), trabajadores, modalidad, creditos in partes
        )
        rfc = rfc_de(numero)
        if inscrito:
            ilegibles = frozenset(registro.nrp for registro in registros[:marcas])
            casos.append(Caso(Hechos(rfc, NOMBRE, "", registros), personas, ilegibles, True, estado))
        else:
            casos.append(Caso(Hechos(rfc), inscrito=False, autorizacion=estado))
    return casos


def vaciar() -> None:
    """Leave the register and everything that the opinion keeps empty, whatever is immutable."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for modelo in (*HISTORIA, *REGISTRO):
            cursor.execute(f"DELETE FROM {modelo._meta.db_table}")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def vaciar_el_registro() -> None:
    """Leave the register empty, and what the opinion keeps as it is."""
    for modelo in REGISTRO:
        modelo._default_manager.all().delete()


def cargar(casos: list[Caso], *, ahora: datetime) -> None:
    """Put a register into the database, as it is."""
    oficina()
    _cargar_respaldos()
    inscritos = [caso for caso in casos if caso.inscrito]
    models.Patron.objects.bulk_create(
        models.Patron(rfc=caso.hechos.rfc, nombre=NOMBRE, personas=caso.personas) for caso in inscritos
    )
    models.RegistroPatronal.objects.bulk_create(
        models.RegistroPatronal(
            nrp=registro.nrp,
            patron_id=caso.hechos.rfc,
            estado=registro.estado,
            trabajadores=registro.trabajadores,
            subdelegacion_id=registro.subdelegacion,
            b251=registro.b251,
            legible=registro.nrp not in caso.ilegibles,
        )
        for caso in inscritos
        for registro in caso.hechos.registros
    )
    models.CreditoFiscal.objects.bulk_create(
        fila_de_credito(registro.nrp, credito)
        for registro in chain.from_iterable(caso.hechos.registros for caso in inscritos)
        for credito in registro.creditos
    )
    Autorizacion.objects.bulk_create(_autorizacion(caso, ahora=ahora) for caso in casos)


def _cargar_respaldos() -> None:
    models.Garantia.objects.bulk_create(
        models.Garantia(una.folio, una.estado, una.importe, una.vence_el) for una in GARANTIAS if una
    )
    models.Convenio.objects.bulk_create(
        models.Convenio(uno.folio, uno.estado, uno.respaldo, uno.termina_el) for uno in CONVENIOS if uno
    )


def _autorizacion(caso: Caso, *, ahora: datetime) -> Autorizacion:
    sin_acto = caso.autorizacion is Estado.SIN_AUTORIZACION
    folio = "" if sin_acto else FOLIO
    return Autorizacion(
        rfc=caso.hechos.rfc,
        estado=caso.autorizacion,
        nombre=NOMBRE,
        folio=folio,
        ultimo_folio=folio,
        autorizada_en=None if sin_acto else ahora,
        cancelada_en=ahora if caso.autorizacion is Estado.CANCELADA else None,
    )
