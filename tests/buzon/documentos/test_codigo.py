"""The verification code: enough chance, and forgiving to whoever copies it from paper."""

import re

from hypothesis import given
from hypothesis import strategies as st

from buzon.documentos.models import normalizar_codigo, nuevo_codigo


def test_tiene_160_bits_en_grupos_de_cuatro() -> None:
    codigos = {nuevo_codigo() for _ in range(200)}
    assert len(codigos) == 200
    assert all(re.fullmatch(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}", codigo) for codigo in codigos)


def test_se_lee_como_se_copie() -> None:
    codigo = "YLIP-RIXE-FMVF-6OFM-YUK5-72PY-AO5K-3ZZR"
    assert normalizar_codigo(codigo.lower().replace("-", " ")) == codigo
    assert normalizar_codigo(codigo.replace("O", "0").replace("I", "1")) == codigo
    assert normalizar_codigo(f"  {codigo.replace('-', '')}\n") == codigo


@given(st.text(max_size=100))
def test_nada_lo_rompe_y_repetirlo_no_cambia(escrito: str) -> None:
    normal = normalizar_codigo(escrito)
    assert normalizar_codigo(normal) == normal
    assert normal.isascii()


def test_lo_enorme_no_se_normaliza() -> None:
    assert normalizar_codigo("\u0301\u0316" * 50 + "A") == ""
