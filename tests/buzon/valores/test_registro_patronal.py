"""Registro patronal: what is kept, how it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.valores.identificadores import RegistroPatronal, RegistroPatronalInvalido


def test_guarda_once_caracteres_y_muestra_grupos() -> None:
    registro = RegistroPatronal.leer(" b55-10768 10-8")
    assert registro.clave == "B5510768108"
    assert str(registro) == "B55-10768-10-8"
    assert registro.modalidad == "10"


@pytest.mark.parametrize(
    "texto", ["", "B551076810", "BB510768108", "B55107681080", "٣5510768108", "B" * 100_000]
)
def test_rechaza_lo_que_no_es_registro(texto: str) -> None:
    with pytest.raises(RegistroPatronalInvalido):
        RegistroPatronal.leer(texto)


@given(st.from_regex(r"[A-Z0-9][0-9]{10}", fullmatch=True))
def test_leer_deshace_lo_mostrado(clave: str) -> None:
    assert RegistroPatronal.leer(str(RegistroPatronal(clave))).clave == clave
