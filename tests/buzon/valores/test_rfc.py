"""RFC: normalising, validity and check digit."""

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from buzon.valores.identificadores import (
    RfcConOtroSigno,
    RfcDeFisicaDeOtroLargo,
    RfcDeMoralDeOtroLargo,
    RfcDeOtraForma,
    RfcDeOtroLargo,
    RfcDePalabra,
    RfcGenerico,
    RfcInvalido,
    RfcSinFecha,
    es_persona_moral,
    normalizar_rfc,
    tiene_digito_correcto,
    validar_rfc,
)
from buzon.valores.rechazo import Rechazo

# Published examples of the SAT's own test taxpayers, of IMSS and of SAT.
MORALES = [
    "EKU9003173C9",
    "IIA040805DZ4",
    "KIJ0906199R1",
    "H&E951128469",
    "OÑO120726RX3",
    "IMS421231I45",
    "SAT970701NN3",
]
FISICAS = ["MISC491214B86", "CACX7605101P8", "XOJI740919U48", "IAÑL750210963", "CAÑF770131PA3"]
LETRAS = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ&"


@pytest.mark.parametrize("rfc", MORALES + FISICAS)
def test_acepta_los_de_prueba(rfc: str) -> None:
    assert validar_rfc(rfc) == rfc
    assert tiene_digito_correcto(rfc)
    assert es_persona_moral(rfc) == (rfc in MORALES)


@pytest.mark.parametrize("rfc", ["VACE460910SX6", "AAA010101AAA"])
def test_un_digito_equivocado_solo_se_advierte(rfc: str) -> None:
    assert validar_rfc(rfc) == rfc
    assert not tiene_digito_correcto(rfc)


@pytest.mark.parametrize(
    ("escrito", "rfc"),
    [
        ("  eku-900317-3c9 ", "EKU9003173C9"),
        ("EKU 900317\t3C9", "EKU9003173C9"),
        ("eku–900317—3c9", "EKU9003173C9"),
        ("iañl750210963", "IAÑL750210963"),
        (unicodedata.normalize("NFD", "IAÑL750210963"), "IAÑL750210963"),
        ("h&e951128469", "H&E951128469"),
    ],
)
def test_normaliza_lo_que_escribe_una_persona(escrito: str, rfc: str) -> None:
    assert validar_rfc(escrito) == rfc


@pytest.mark.parametrize(
    "texto",
    [
        "",
        "EKU",
        "EKU9003173C",
        "EKU9003173C9X",
        "EKU9002303C9",
        "EKU9013013C9",
        "EKU9003173CB",
        "3KU9003173C9",
        "H&amp;E951128469",
        "ＥＫＵ9003173C9",
        "EKU٩٠0317٣C9",
        "ſKU9003173C9",
        "ıKU9003173C9",
        "EKU9003173C9\n\x00",
        "EKU9003173C9; DROP TABLE",
        "RATA800101AB1",
        "A" * 1_000_000,
        " " * 1_000_000 + "EKU9003173C9",
    ],
)
def test_rechaza_lo_que_no_es_rfc(texto: str) -> None:
    with pytest.raises(RfcInvalido) as rechazo:
        validar_rfc(texto)
    assert rechazo.value.codigo == "rfc_invalido"


@pytest.mark.parametrize(
    ("texto", "clase", "dice"),
    [
        ("", RfcInvalido, "Escribe los 12"),
        ("EKU", RfcDeOtroLargo, "escribiste 3."),
        ("EKU-900317 3C", RfcDeMoralDeOtroLargo, "escribiste 11."),
        ("EKU9003173C9X", RfcDeMoralDeOtroLargo, "escribiste 13."),
        ("MISC491214B8", RfcDeFisicaDeOtroLargo, "escribiste 12."),
        ("MISC491214B866", RfcDeFisicaDeOtroLargo, "escribiste 14."),
        ("A" * 1_000_000, RfcDeOtroLargo, "escribiste 1000000."),
        ("123456789012", RfcDeOtraForma, "tres letras"),
        ("EKU9003173CB", RfcDeOtraForma, "la letra A"),
        ("EKÚ9003173C9", RfcConOtroSigno, "«Ú»"),
        ("EKU9003173C9;", RfcConOtroSigno, "«;»"),
        ("EKU9013173C9", RfcSinFecha, "«901317»"),
        ("MISC490231B86", RfcSinFecha, "«490231»"),
        ("RATA800101AB1", RfcDePalabra, "«RATA»"),
        ("RATA801301AB1", RfcSinFecha, "«801301»"),
        ("xexx-010101-000", RfcGenerico, "genérico"),
    ],
)
def test_dice_que_esta_mal(texto: str, clase: type[RfcInvalido], dice: str) -> None:
    with pytest.raises(RfcInvalido) as rechazo:
        validar_rfc(texto)
    assert type(rechazo.value) is clase
    assert dice in rechazo.value.mensaje % rechazo.value.datos


@given(st.text(st.sampled_from(LETRAS + "0123456789"), max_size=15))
def test_de_lo_mal_escrito_siempre_dice_algo_completo(texto: str) -> None:
    with suppress(RfcInvalido):
        assume(not validar_rfc(texto))
    with pytest.raises(RfcInvalido) as rechazo:
        validar_rfc(texto)
    assert "%(" not in rechazo.value.mensaje % rechazo.value.datos
    assert rechazo.value.codigo == "rfc_invalido"


@given(st.sampled_from(MORALES + FISICAS), st.data())
def test_a_quien_le_falta_o_sobra_un_caracter_se_le_dice_cuantos(rfc: str, datos: st.DataObject) -> None:
    """Of the homoclave: one of the letters or of the date would make it another RFC."""
    letras = len(rfc) - 9
    lugar = datos.draw(st.integers(letras + 6, len(rfc) - 1))
    for escrito in (rfc[:lugar] + rfc[lugar + 1 :], rfc[:lugar] + "1" + rfc[lugar:]):
        with pytest.raises((RfcDeMoralDeOtroLargo, RfcDeFisicaDeOtroLargo)) as rechazo:
            validar_rfc(escrito)
        assert rechazo.value.datos == {"n": len(escrito)}
        assert str(len(rfc)) in rechazo.value.mensaje


@pytest.mark.parametrize("generico", ["XAXX010101000", "XEXX010101000", "xaxx-010101-000"])
def test_rechaza_los_genericos(generico: str) -> None:
    with pytest.raises(RfcInvalido):
        validar_rfc(generico)


@given(st.text())
def test_cualquier_texto_es_rfc_o_rechazo(texto: str) -> None:
    try:
        rfc = validar_rfc(texto)
    except Rechazo:
        return
    assert validar_rfc(rfc) == rfc
    assert normalizar_rfc(texto) == rfc


@given(
    inicial=st.text(LETRAS, min_size=3, max_size=3),
    dia=st.dates(),
    homoclave=st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
    digito=st.sampled_from("0123456789A"),
)
def test_acepta_toda_moral_con_fecha_verdadera(
    inicial: str, dia: object, homoclave: str, digito: str
) -> None:
    rfc = f"{inicial}{dia:%y%m%d}{homoclave}{digito}"
    assert validar_rfc(f"  {rfc.lower()[:3]}-{rfc[3:9]} {rfc[9:]}") == rfc


@given(st.text(LETRAS, min_size=3, max_size=4), st.text("0123456789", min_size=8, max_size=8))
def test_un_solo_digito_corresponde_a_los_demas(inicial: str, resto: str) -> None:
    assert sum(tiene_digito_correcto(inicial + resto + digito) for digito in "0123456789A") == 1


def test_lo_enorme_no_se_normaliza() -> None:
    enorme = "e\u0301" * 40
    assert normalizar_rfc(enorme) == enorme
