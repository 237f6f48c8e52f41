"""What is pasted into the field of a key: the signs that nobody sees are taken out, and nothing else changes."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.valores.captura import entero, sin_invisibles, sin_separadores
from buzon.valores.identificadores import RegistroPatronal, es_folio, leer_folio, normalizar_rfc, validar_rfc

INVISIBLES = "".join(map(chr, (0xAD, 0x34F, 0x61C, 0x115F, 0x180E, *range(0x200B, 0x2010), 0x202A, 0x202E)))
INVISIBLES += "".join(map(chr, (0x2060, 0x2066, 0x2069, 0xFE0F, 0xFEFF, 0x3164)))
VISIBLES = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters=INVISIBLES + "\u2800\u1160\uffa0")
)
CLAVE = "H&E0703285CA"


def entre(texto: str, signo: str) -> str:
    return signo + signo.join(texto) + signo


@pytest.mark.parametrize(
    "signo", [*INVISIBLES, "\U000e0101", "\u00a0", "\u2007", "\u202f", "\u3000", "\u2011", " ", "-"]
)
def test_ninguno_estorba_en_una_clave(signo: str) -> None:
    assert validar_rfc(entre(CLAVE, signo)) == CLAVE
    assert RegistroPatronal.leer(entre("B5510768108", signo)).clave == "B5510768108"
    assert leer_folio(entre("17639246441230000000042", signo)) == "17639246441230000000042"


@given(st.text())
def test_nada_de_lo_que_queda_es_de_formato(texto: str) -> None:
    limpio = sin_invisibles(texto)
    sobran = [letra for letra in limpio if unicodedata.category(letra) == "Cf"]
    assert not [letra for letra in sobran if ord(letra) not in VISIBLES_DE_FORMATO]
    assert sin_invisibles(limpio) == limpio
    assert sin_separadores(texto) == sin_separadores(limpio)
    assert not set(" -") & set(sin_separadores(texto))


@given(st.text())
def test_una_clave_limpia_no_cambia(texto: str) -> None:
    clave = normalizar_rfc(texto)
    if len(texto) <= 64:
        assert normalizar_rfc(clave) == clave


@given(st.text(alphabet="ABCDEFGHIJKLMNÑOPQRSTUVWXYZ&0123456789@._+'"))
def test_lo_visible_queda_como_estaba(texto: str) -> None:
    assert sin_invisibles(texto) == sin_separadores(texto) == texto


# Of format, and yet drawn: signs that enclose figures in Arabic, Syriac, Kaithi and Egyptian writing.
VISIBLES_DE_FORMATO = {
    *(*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD),
    *range(0x13430, 0x13440),
}


def test_de_todo_unicode_no_queda_un_invisible_ni_un_espacio_raro() -> None:
    todo = "".join(map(chr, (n for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000)))
    limpio = set(sin_invisibles(todo))
    assert {letra for letra in limpio if unicodedata.category(letra) in {"Zs", "Zl", "Zp"}} == {" "}
    de_formato = {ord(letra) for letra in limpio if unicodedata.category(letra) == "Cf"}
    assert de_formato <= VISIBLES_DE_FORMATO
    assert es_folio(leer_folio("1763924644123 0000000042"))


@given(st.integers(0, 10**20), st.integers(1, 20))
def test_un_entero_se_lee_si_cabe(numero: int, digitos: int) -> None:
    assert entero(str(numero), digitos=digitos) == (numero if numero < 10**digitos else None)


@given(st.text(alphabet="0123456789 +-_.,\n\0e²٣३１Ⅷ", max_size=6) | st.text(max_size=6))
def test_ningun_otro_texto_es_un_entero(texto: str) -> None:
    son_cifras = texto != "" and set(texto) <= set("0123456789")
    assert entero(texto, digitos=6) == (int(texto) if son_cifras else None)
