"""Names: fit to be shown and suggested, never a path."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buzon.adjuntos.nombre import LARGO_MAXIMO, componer, partir

CASOS = {
    "../../etc/passwd": ("passwd", ""),
    "../../etc/passwd.pdf": ("passwd", "pdf"),
    "C:\\x\\y.pdf": ("y", "pdf"),
    "\\\\servidor\\compartido\\y.PDF": ("y", "pdf"),
    "a.pdf\0.exe": ("a.pdf", "exe"),
    "a.exe\0.pdf": ("a.exe", "pdf"),
    "a\r\nSet-Cookie: x=1.pdf": ("a Set-Cookie_ x=1", "pdf"),
    "recibo\u202efdp.exe": ("recibofdp", "exe"),
    "a\u200b\u2066b\ufeff\x7f\x85c.png": ("ab c", "png"),
    "a.pdf.exe": ("a.pdf", "exe"),
    "a.pdf. . ": ("a", "pdf"),
    ".pdf": ("pdf", ""),
    ".htaccess": ("htaccess", ""),
    "sin extensión": ("sin extensión", ""),
    "Mun\u0303oz y Cía. S.A.PDF": ("Muñoz y Cía. S.A", "pdf"),
    '<img src=x onerror="a">.jpg': ("_img src=x onerror=_a__", "jpg"),
    "a\ud800b.pdf": ("ab", "pdf"),
    "": ("", ""),
    "..": ("", ""),
    "/": ("", ""),
}


@pytest.mark.parametrize(("nombre", "partes"), CASOS.items())
def test_un_nombre_queda_limpio(nombre: str, partes: tuple[str, str]) -> None:
    assert partir(nombre) == partes


def test_un_nombre_sin_nada_que_ver_tiene_otro() -> None:
    assert componer(" . ", extension="pdf") == "archivo.pdf"


def test_un_nombre_largo_conserva_su_extension() -> None:
    assert componer("ñ" * 500, extension="pdf") == "ñ" * 116 + ".pdf"


@given(st.text())
def test_ningun_nombre_lleva_nada_peligroso(nombre: str) -> None:
    raiz, _ = partir(nombre)
    visible = componer(raiz, extension="png")
    assert visible.endswith(".png")
    assert len(visible) <= LARGO_MAXIMO
    assert not set('/\\<>:"|?*\0\r\n') & set(visible)
    assert not [letra for letra in visible if unicodedata.category(letra)[0] == "C"]
    assert visible[0] not in " ."
    assert unicodedata.is_normalized("NFC", visible)
