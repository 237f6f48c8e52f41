"""An opinion is valid to the end of the last second of its day in Centro, and not a microsecond longer."""

from datetime import datetime, timedelta

import pytest

from buzon.documentos.selectors import _vigencia
from buzon.valores.fechas import fin_del_dia
from opinion.models import OpinionEmitida
from opinion.views import quedan

MICRO = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("hora", "en"),
    [("00:00:00.000000", 0), ("13:10:44.000000", 0), ("23:59:59.999999", 0), ("00:00:00.000000", 1)],
)
def test_su_ultimo_segundo(ahora: datetime, hora: str, en: int) -> None:
    emitida_en = datetime.fromisoformat(f"2026-11-23T{hora}-06:00") + timedelta(days=en)
    hasta = fin_del_dia(emitida_en)
    assert hasta.isoformat() == f"2026-11-{23 + en}T23:59:59-06:00"
    opinion = OpinionEmitida(vigente_hasta=hasta)
    for instante, vale in (
        (hasta - MICRO, True),
        (hasta, True),
        (hasta + timedelta(seconds=1) - MICRO, True),
        (hasta + timedelta(seconds=1), False),
        (hasta + timedelta(seconds=1) + MICRO, False),
    ):
        assert (opinion.resta(en=instante) > timedelta(0)) is vale
        assert bool(quedan(opinion.resta(en=instante))) is vale
        assert _vigencia(hasta, ahora=instante)[0] is vale
