"""No text of a table starts a formula, and everything else is read back as it was."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.valores.hojas import como_csv, como_xlsx, sin_formula


@pytest.mark.parametrize(
    "texto", ["=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]
)
def test_una_formula_queda_como_texto(texto: str) -> None:
    assert sin_formula(texto) == f"'{texto}"


@pytest.mark.parametrize("texto", ["", "Ñandú & Cía", "1-1", "a=b", "'=1", " normal"])
def test_lo_demas_queda_como_esta(texto: str) -> None:
    assert sin_formula(texto) == texto


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers()), max_size=5))
def test_lo_que_se_lee_no_empieza_una_formula(renglones: list[tuple[str, int]]) -> None:
    leidos = list(csv.reader(StringIO(como_csv(["a", "b"], renglones), newline="")))[1:]
    assert leidos == [[sin_formula(texto), str(numero)] for texto, numero in renglones]
    for texto, _numero in leidos:
        assert not texto.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_un_numero_negativo_sigue_siendo_numero() -> None:
    assert como_csv(["a"], [[-5], [None]]) == 'a\r\n-5\r\n""\r\n'


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"])), min_size=1, max_size=5))
def test_en_xlsx_ningun_texto_es_una_formula_ni_un_enlace(textos: list[str]) -> None:
    libro = como_xlsx(
        ["Uno"], [[texto] for texto in (*textos, "=1+1", "http://a.example", "007")], nombre="Hoja"
    )
    with ZipFile(BytesIO(libro)) as archivo:
        hoja = archivo.read("xl/worksheets/sheet1.xml").decode()
        dichos = archivo.read("xl/sharedStrings.xml").decode()
    assert not re.search(r"<(f|hyperlink|v t=)", hoja)
    assert "=1+1" in dichos
    assert "007" in dichos
