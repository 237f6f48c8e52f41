"""A member is its value, and carries the words that are printed for it."""

from buzon.valores.marcas import Rotulado


class Luz(Rotulado):
    VERDE = "VERDE", "En verde"
    LED = "LED"


def test_un_miembro_es_su_valor() -> None:
    assert Luz("VERDE") is Luz.VERDE == "VERDE"
    assert f"{Luz.VERDE}" == "VERDE"


def test_sin_palabras_se_imprime_el_valor() -> None:
    assert [uno.impreso for uno in Luz] == ["En verde", "LED"]
