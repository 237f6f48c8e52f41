"""Breaking lines: nothing is lost, nothing overflows, nothing is read as markup."""

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from buzon.documentos.pdf.fuentes import Cara, Fuentes, plano
from buzon.documentos.pdf.texto import Estilo, Linea, ajustar, con_claves, equilibrar, medir, tramo

FUENTES = Fuentes(settings.FUENTES)
ESTILO = Estilo(Cara.FUERTE, 9)
ANCHO = 322.0
RENGLON = st.text(st.characters(codec="utf-8"), max_size=255)


def texto(lineas: tuple[Linea, ...]) -> list[str]:
    return ["".join(t.texto for t in linea) for linea in lineas]


@given(RENGLON)
def test_ningun_renglon_se_desborda(valor: str) -> None:
    for linea in ajustar((tramo(valor, estilo=ESTILO),), ancho=ANCHO, fuentes=FUENTES):
        assert medir(linea, fuentes=FUENTES) <= ANCHO + 0.001


@given(RENGLON)
def test_solo_se_pierden_espacios_al_final_del_renglon(valor: str) -> None:
    lineas = texto(ajustar((tramo(valor, estilo=ESTILO),), ancho=ANCHO, fuentes=FUENTES))
    assert "".join(lineas).replace(" ", "") == plano(valor).replace(" ", "")


@given(RENGLON)
def test_las_claves_no_cambian_el_texto(valor: str) -> None:
    assert "".join(t.texto for t in con_claves(valor, estilo=ESTILO)) == plano(valor)


@given(RENGLON)
def test_todo_lo_que_se_dibuja_tiene_glifo(valor: str) -> None:
    for fuente, tramo_ in FUENTES.repartir(plano(valor), Cara.MONO):
        assert all(ord(letra) in fuente.face.charToGlyph for letra in tramo_)


def test_conserva_los_espacios_dobles() -> None:
    lineas = ajustar((tramo("GRUPO  DOS   ESPACIOS", estilo=ESTILO),), ancho=ANCHO, fuentes=FUENTES)
    assert texto(lineas) == ["GRUPO  DOS   ESPACIOS"]


def test_parte_una_palabra_mas_ancha_que_el_renglon() -> None:
    lineas = texto(ajustar((tramo("X" * 255, estilo=ESTILO),), ancho=ANCHO, fuentes=FUENTES))
    assert len(lineas) > 1
    assert "".join(lineas) == "X" * 255


def test_rfc_y_folios_van_en_la_cara_de_ancho_fijo() -> None:
    caras = {
        t.texto: t.estilo.cara for t in con_claves("H&E951128469 y (CAÑF770131PA3), CALLE 12", estilo=ESTILO)
    }
    assert caras["H&E951128469"] is caras["CAÑF770131PA3"] is Cara.MONO_FUERTE
    assert caras["), CALLE 12"] is Cara.FUERTE


def test_invisibles_y_controles_se_ven() -> None:
    assert plano("A\u202eB\x00C\u200bD\nE\u00a0F") == "A?B?C?D E F"


def test_compone_la_enie() -> None:
    assert plano("N\u0303") == "Ñ"


def test_lo_que_ninguna_fuente_tiene_es_un_signo_de_interrogacion() -> None:
    assert [t for _, t in FUENTES.repartir("Ł漢Ñ", Cara.TEXTO)] == ["Ł", "?Ñ"]


def test_el_titulo_se_reparte_en_renglones_parejos() -> None:
    titulo = tramo("Acuse de cancelación de la autorización para hacer pública la opinión", estilo=ESTILO)
    cortos = equilibrar((titulo,), ancho=250.0, fuentes=FUENTES)
    largos = [medir(linea, fuentes=FUENTES) for linea in cortos]
    assert len(cortos) == len(ajustar((titulo,), ancho=250.0, fuentes=FUENTES))
    assert min(largos) > 0.7 * max(largos)
