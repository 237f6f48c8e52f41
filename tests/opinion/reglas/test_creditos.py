"""Each class of credit: what belongs to it, and whether it counts as debt."""

from datetime import timedelta

import pytest

from buzon.padron.hechos import Credito, EstadoConvenio, EstadoGarantia, RespaldoConvenio, SituacionCredito
from opinion.reglas import creditos as clases
from tests.buzon.padron.fabricas import HOY, convenio, credito, garantia

AYER, MANANA = HOY - timedelta(days=1), HOY + timedelta(days=1)
Situacion = SituacionCredito
ROTO = convenio(EstadoConvenio.INCUMPLIDO)
CONCLUIDO = convenio(EstadoConvenio.CONCLUIDO)
SIN_RESPALDO = convenio(respaldo=RespaldoConvenio.NINGUNO)
INUTILES = [
    garantia(EstadoGarantia.CANCELADA),
    garantia(EstadoGarantia.INSUFICIENTE),
    garantia(vence_el=AYER),
]


@pytest.mark.parametrize(
    ("clase", "uno"),
    [
        (clases.es_firme, credito(Situacion.FIRME)),
        (clases.es_firme, credito(Situacion.FIRME, garantia=garantia())),
        (clases.es_determinado_sin_garantia, credito(Situacion.DETERMINADO)),
        (clases.es_determinado_sin_garantia, credito(Situacion.POR_DETERMINAR, limite=AYER)),
        *[(clases.es_determinado_sin_garantia, credito(Situacion.DETERMINADO, garantia=g)) for g in INUTILES],
        (clases.es_impugnado_sin_garantia, credito(Situacion.IMPUGNADO)),
        *[(clases.es_impugnado_sin_garantia, credito(Situacion.IMPUGNADO, garantia=g)) for g in INUTILES],
        (clases.es_de_convenio_roto, credito(Situacion.DETERMINADO, convenio=ROTO)),
        (clases.es_de_convenio_roto, credito(Situacion.IMPUGNADO, convenio=ROTO, garantia=garantia())),
        (clases.es_firme, credito(Situacion.FIRME, convenio=SIN_RESPALDO)),
        (clases.es_firme, credito(Situacion.FIRME, convenio=convenio(termina_el=AYER))),
        (
            clases.es_determinado_sin_garantia,
            credito(Situacion.DETERMINADO, convenio=CONCLUIDO),
        ),
    ],
)
def test_cuenta(clase: clases.Clase, uno: Credito) -> None:
    assert clase(uno, hoy=HOY)
    assert clases.cuenta_como_adeudo(uno, hoy=HOY)


@pytest.mark.parametrize(
    ("clase", "uno"),
    [
        *[(clases.es_extinguido, credito(situacion)) for situacion in clases.EXTINGUIDOS],
        (clases.es_extinguido, credito(Situacion.PAGADO, convenio=ROTO)),
        (clases.es_por_vencer, credito(Situacion.POR_DETERMINAR, limite=HOY)),
        (clases.es_por_vencer, credito(Situacion.POR_DETERMINAR, limite=MANANA)),
        (clases.es_impugnado_con_garantia, credito(Situacion.IMPUGNADO, garantia=garantia())),
        (clases.es_impugnado_con_garantia, credito(Situacion.IMPUGNADO, garantia=garantia(vence_el=HOY))),
        (clases.es_determinado_con_garantia, credito(Situacion.DETERMINADO, garantia=garantia())),
        (
            clases.es_determinado_con_garantia,
            credito(Situacion.POR_DETERMINAR, limite=AYER, garantia=garantia()),
        ),
        (clases.es_de_convenio_vigente, credito(Situacion.FIRME, convenio=convenio())),
        (clases.es_de_convenio_vigente, credito(Situacion.FIRME, convenio=convenio(termina_el=HOY))),
        (
            clases.es_de_convenio_vigente,
            credito(Situacion.DETERMINADO, convenio=convenio(respaldo=RespaldoConvenio.DISPENSA)),
        ),
    ],
)
def test_no_cuenta(clase: clases.Clase, uno: Credito) -> None:
    assert clase(uno, hoy=HOY)
    assert not clases.cuenta_como_adeudo(uno, hoy=HOY)


def test_cada_clase_nombra_su_fuente() -> None:
    assert all(
        "(CFF" in (clase.__doc__ or "") or "(LSS" in (clase.__doc__ or "") for clase, _ in clases.CLASES
    )


def test_toda_situacion_tiene_clase() -> None:
    for situacion in SituacionCredito:
        uno = credito(situacion)
        assert any(clase(uno, hoy=HOY) for clase, _ in clases.CLASES), situacion


def test_lo_que_no_es_de_ninguna_clase_cuenta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clases, "CLASES", ())
    assert clases.cuenta_como_adeudo(credito(), hoy=HOY)
