"""CURP: format, date, state, check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.curp import CurpInvalida, validar_curp


@pytest.mark.parametrize(
    "curp", ["BOXW310820HNERXN09", "HEGG560427MVZRRL04", "XEXX010101HNEXXXA4", "CACX760510MGTSHC04"]
)
def test_acepta_las_publicadas(curp: str) -> None:
    assert validar_curp(f" {curp.lower()} ") == curp


def test_acepta_el_sexo_no_binario() -> None:
    assert validar_curp("BOXW310820XNERXN03") == "BOXW310820XNERXN03"


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "BOXW310820HNERXN08",
        "BOXW310230HNERXN09",
        "BOXW310820HZZRXN09",
        "BOXW310820ZNERXN09",
        "BOXW310820HNERXN0",
        "BOſW310820HNERXN09",
        "B" * 1_000_000,
    ],
)
def test_rechaza_lo_que_no_es_curp(texto: str) -> None:
    with pytest.raises(CurpInvalida):
        validar_curp(texto)


@given(st.text())
def test_cualquier_texto_es_curp_o_rechazo(texto: str) -> None:
    try:
        assert len(validar_curp(texto)) == 18
    except CurpInvalida:
        return
