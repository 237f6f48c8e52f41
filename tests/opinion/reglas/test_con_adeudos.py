"""The debts that a negative opinion lists, and how they are grouped."""

from decimal import Decimal

from buzon.padron.hechos import EstadoRegistro, Origen, SituacionCredito
from opinion.reglas import evaluar
from opinion.reglas.veredicto import Adeudo, Grupo
from tests.buzon.padron.fabricas import HOY, credito, hechos, nrp, registro


def test_lista_los_que_cuentan_y_calla_los_demas() -> None:
    pagado = credito(SituacionCredito.PAGADO, numero="000000002")
    veredicto = evaluar(hechos(registro(1, creditos=(credito(), pagado)), registro(2)), hoy=HOY)
    assert veredicto.adeudos == (
        Adeudo(nrp(1), "000000001", "2026-09", Decimal("1234.50"), Grupo.VIGENTE, Origen.IMSS),
    )


def test_agrupa_por_la_situacion_del_registro() -> None:
    registros = [
        registro(1, creditos=(credito(),)),
        registro(2, estado=EstadoRegistro.HUELGA, creditos=(credito(),)),
        registro(3, estado=EstadoRegistro.BAJA, b251=True, creditos=(credito(),)),
        registro(4, estado=EstadoRegistro.BAJA, creditos=(credito(),)),
    ]
    grupos = [adeudo.grupo for adeudo in evaluar(hechos(*registros), hoy=HOY).adeudos]
    assert grupos == [Grupo.VIGENTE, Grupo.HUELGA, Grupo.B251, Grupo.VIGENTE]


def test_quien_no_debe_no_lleva_adeudos() -> None:
    assert evaluar(hechos(registro()), hoy=HOY).adeudos == ()
