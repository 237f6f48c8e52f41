"""Facts for tests: pure builders, and strategies that draw any facts that the register admits."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from hypothesis import strategies as st

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

HOY = date(2026, 11, 23)
RFC = "EKU9003173C9"
OFICINA = "3901"


def nrp(numero: int, *, modalidad: str = "10") -> str:
    return f"Y55{numero:05d}{modalidad}0"


def garantia(estado: EstadoGarantia = EstadoGarantia.VIGENTE, *, vence_el: date | None = None) -> Garantia:
    return Garantia("G-1", estado, Decimal("5000.00"), vence_el)


def convenio(
    estado: EstadoConvenio = EstadoConvenio.VIGENTE,
    *,
    respaldo: RespaldoConvenio = RespaldoConvenio.GARANTIA,
    termina_el: date | None = None,
) -> Convenio:
    return Convenio("C-1", estado, respaldo, termina_el)


def credito(
    situacion: SituacionCredito = SituacionCredito.FIRME,
    *,
    numero: str = "000000001",
    limite: date | None = None,
    garantia: Garantia | None = None,
    convenio: Convenio | None = None,
) -> Credito:
    return Credito(
        numero,
        Origen.IMSS,
        TipoCredito.CUOTAS,
        situacion,
        "2026-09",
        Decimal("1234.50"),
        limite or (HOY if situacion is SituacionCredito.POR_DETERMINAR else None),
        garantia,
        convenio,
    )


def registro(
    numero: int = 1,
    *,
    estado: EstadoRegistro = EstadoRegistro.VIGENTE,
    trabajadores: int = 3,
    modalidad: str = "10",
    b251: bool = False,
    creditos: tuple[Credito, ...] = (),
) -> Registro:
    return Registro(nrp(numero, modalidad=modalidad), estado, trabajadores, OFICINA, b251, creditos)


def hechos(*registros: Registro, rfc: str = RFC, nombre: str = "ESCUELA KEMPER URGATE SA DE CV") -> Hechos:
    return Hechos(rfc, nombre, "", registros)


def oficina() -> None:
    """The only row that facts need to be already there."""
    Subdelegacion.objects.get_or_create(clave=OFICINA, defaults={"nombre": "Polanco", "ooad": "CDMX Norte"})


dias = st.dates(HOY - timedelta(days=60), HOY + timedelta(days=60))
garantias = st.builds(
    Garantia,
    folio=st.just(""),
    estado=st.sampled_from(EstadoGarantia),
    importe=st.decimals("0", "99999", places=2),
    vence_el=st.none() | dias,
)
convenios = st.builds(
    Convenio,
    folio=st.just(""),
    estado=st.sampled_from(EstadoConvenio),
    respaldo=st.sampled_from(RespaldoConvenio),
    termina_el=st.none() | dias,
)
creditos = st.builds(
    Credito,
    numero=st.from_regex(r"[0-9]{9}", fullmatch=True),
    origen=st.sampled_from(Origen),
    tipo=st.sampled_from(TipoCredito),
    situacion=st.sampled_from(SituacionCredito),
    periodo=st.sampled_from(["2026-01", "2026-B5"]),
    importe=st.decimals("0", "99999999", places=2),
    limite_de_pago_el=dias,
    garantia=st.none() | garantias,
    convenio=st.none() | convenios,
)


@st.composite
def registros(draw: st.DrawFn, *, estados: tuple[EstadoRegistro, ...] = tuple(EstadoRegistro)) -> Registro:
    estado = draw(st.sampled_from(estados))
    return Registro(
        nrp(draw(st.integers(0, 99999)), modalidad=draw(st.sampled_from(["10", "13", "32", "33", "40"]))),
        estado,
        draw(st.integers(0, 2)),
        OFICINA,
        estado is EstadoRegistro.BAJA and draw(st.booleans()),
        tuple(draw(st.lists(creditos, max_size=3, unique_by=lambda uno: uno.numero))),
    )


def _con_folios(unos: Hechos) -> Hechos:
    folios = count(1)

    def numerar(uno: Credito) -> Credito:
        return replace(
            uno,
            garantia=uno.garantia and replace(uno.garantia, folio=f"G-{next(folios)}"),
            convenio=uno.convenio and replace(uno.convenio, folio=f"C-{next(folios)}"),
        )

    return replace(
        unos,
        registros=tuple(replace(uno, creditos=tuple(map(numerar, uno.creditos))) for uno in unos.registros),
    )


cualesquiera = st.builds(
    Hechos,
    rfc=st.just(RFC),
    nombre=st.sampled_from(["PERSONA ÑANDÚ & CO"]),
    curp=st.just(""),
    registros=st.lists(registros(), max_size=4, unique_by=lambda uno: uno.nrp).map(tuple),
).map(_con_folios)
