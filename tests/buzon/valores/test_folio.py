"""Folio: 23 digits, the first 13 the instant."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.valores.identificadores import es_folio, nuevo_folio


@given(st.datetimes(datetime(2002, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_lleva_el_instante_en_milisegundos(ahora: datetime) -> None:
    folio = nuevo_folio(ahora)
    assert es_folio(folio)
    instante = datetime.fromtimestamp(int(folio[:13]) // 1000, UTC)
    assert instante == ahora.replace(microsecond=0)
    assert int(folio[10:13]) == ahora.microsecond // 1000


def test_no_se_repite_en_el_mismo_instante() -> None:
    ahora = datetime(2026, 11, 23, 19, 10, 44, 575_000, tzinfo=UTC)
    assert len({nuevo_folio(ahora) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("texto", ["", "1" * 22, "1" * 24, "1" * 23 + "\n", "٣" * 23, "1" * 22 + "A"])
def test_lo_demas_no_es_folio(texto: str) -> None:
    assert not es_folio(texto)
