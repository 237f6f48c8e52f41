"""Phone numbers are read in groups; what is none stays as it is."""

import pytest

from buzon.portal.templatetags.buzon import agrupado


@pytest.mark.parametrize(
    ("destino", "leido"),
    [
        ("5512345678", "55 1234 5678"),
        ("6861234567", "686 123 4567"),
        ("ana@ejemplo.mx", "ana@ejemplo.mx"),
        ("", ""),
        ("٥٥١٢٣٤٥٦٧٨", "٥٥١٢٣٤٥٦٧٨"),
    ],
)
def test_un_telefono_se_lee_en_grupos(destino: str, leido: str) -> None:
    assert agrupado(destino) == leido
