"""What is shown of an address of contact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.valores.contacto import enmascarar, enmascarar_en


@pytest.mark.parametrize(
    ("direccion", "mostrada"),
    [
        ("paola@ejemplo.mx", "pa***@ejemplo.mx"),
        ("p@ejemplo.mx", "p***@ejemplo.mx"),
        ("5512345678", "** **** 5678"),
    ],
)
def test_se_reconoce_sin_poder_escribirse(direccion: str, mostrada: str) -> None:
    assert enmascarar(direccion) == mostrada


@pytest.mark.parametrize(
    ("texto", "mostrado"),
    [
        ("|Correo electronico:paola@ejemplo.mx|Folio:1|", "|Correo electronico:pa***@ejemplo.mx|Folio:1|"),
        ('[["Correo", "p.l+x@ejemplo.mx"], ["x", "y"]]', '[["Correo", "p.***@ejemplo.mx"], ["x", "y"]]'),
        ("Telefono celular:5512345678|", "Telefono celular:** **** 5678|"),
        (
            "Folio:17954608825750000000001|Registro:Y5500001100",
            "Folio:17954608825750000000001|Registro:Y5500001100",
        ),
        (
            "Fecha:27 de noviembre 2026, 08:11:46|RFC:PER850102A10",
            "Fecha:27 de noviembre 2026, 08:11:46|RFC:PER850102A10",
        ),
    ],
)
def test_se_enmascara_dentro_de_un_texto(texto: str, mostrado: str) -> None:
    assert enmascarar_en(texto) == mostrado


@given(
    correo=st.emails(),
    celular=st.from_regex(r"[1-9][0-9]{9}", fullmatch=True),
    antes=st.sampled_from(["||1.0|Correo electronico:", '[["Correo", "', ""]),
)
def test_ninguna_direccion_queda_entera(correo: str, celular: str, antes: str) -> None:
    mostrado = enmascarar_en(f'{antes}{correo}|Telefono celular:{celular}"')
    assert celular not in mostrado
    cuenta = correo.partition("@")[0]
    assert len(cuenta) < 3 or correo not in mostrado
