"""What is shown of an address of contact."""

import pytest

from buzon.valores.contacto import enmascarar


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
