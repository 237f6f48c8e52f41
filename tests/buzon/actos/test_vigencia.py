"""When an act can be signed: to the microsecond, and as often as it may be tried."""

from datetime import datetime, timedelta

import pytest

from buzon.actos.errores import ActoAgotado, ActoVencido
from buzon.actos.models import ActoPreparado
from buzon.actos.selectors import preparado_vigente
from buzon.actos.services import INTENTOS_MAXIMOS, TOLERANCIA, VIGENCIA, exigir_firmable

MICRO = timedelta(microseconds=1)


def preparado(ahora: datetime, **otros: object) -> ActoPreparado:
    datos = {
        "tramite": "cuentas.activar",
        "rfc": "EKU9003173C9",
        "folio": "1" * 23,
        "nonce": "n" * 43,
        "certificado_sha256": "a" * 64,
        "creado_en": ahora,
        "vence_en": ahora + VIGENCIA,
    }
    return ActoPreparado(**(datos | otros))


@pytest.mark.parametrize(
    ("en", "se_firma"),
    [
        (-TOLERANCIA - MICRO, False),
        (-TOLERANCIA, True),
        (timedelta(0), True),
        (VIGENCIA - MICRO, True),
        (VIGENCIA, False),
        (VIGENCIA + MICRO, False),
    ],
)
def test_en_su_instante(ahora: datetime, en: timedelta, se_firma: bool) -> None:
    acto = preparado(ahora)
    if se_firma:
        exigir_firmable(acto, ahora=ahora + en)
    else:
        with pytest.raises(ActoVencido):
            exigir_firmable(acto, ahora=ahora + en)


def test_los_numeros_escritos() -> None:
    escritos = (timedelta(minutes=20), timedelta(minutes=1), 5)
    assert escritos == (VIGENCIA, TOLERANCIA, INTENTOS_MAXIMOS)


def test_el_quinto_intento_es_el_ultimo(ahora: datetime) -> None:
    exigir_firmable(preparado(ahora, intentos=4), ahora=ahora)
    with pytest.raises(ActoAgotado):
        exigir_firmable(preparado(ahora, intentos=5), ahora=ahora)


@pytest.mark.django_db
def test_el_que_se_vuelve_a_ofrecer(ahora: datetime) -> None:
    acto = preparado(ahora)
    acto.save()

    def ofrecido(vigente_en: datetime, *, en: datetime = ahora) -> ActoPreparado | None:
        return preparado_vigente(
            acto.rfc, tramite=acto.tramite, certificado_sha256="a" * 64, ahora=en, vigente_en=vigente_en
        )

    assert ofrecido(acto.vence_en - MICRO) == acto
    assert ofrecido(acto.vence_en) is None
    assert ofrecido(ahora, en=ahora - MICRO) is None
