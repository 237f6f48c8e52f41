"""The cadena original of an opinion, letter by letter."""

from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from buzon.valores.fechas import fin_del_dia
from opinion.emision import cadena_original
from opinion.huella import Titular
from opinion.reglas import Sentido

EMITIDA = datetime(2025, 7, 23, 19, 10, 41, 575_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _invocante(settings: Settings) -> None:
    settings.INVOCANTE = "CLON"


def cadena(
    nombre: str = "ESCUELA KEMPER URGATE SA DE CV", curp: str = "", sentido: Sentido = Sentido.POSITIVA
) -> str:
    return cadena_original(
        Titular("EKU9003173C9", nombre, curp),
        sentido,
        folio="17532978445751455363986",
        emitida_en=EMITIDA,
        vigente_hasta=fin_del_dia(EMITIDA),
    )


def test_de_una_persona_moral() -> None:
    assert cadena() == (
        "||Invocante:CLON|Tramite:Carta de No Adeudo Art. 32D|Fecha:23 de julio 2025, 13:10:41"
        "|Folio:17532978445751455363986|RFC:EKU9003173C9|Nombre o Razon Social:ESCUELA KEMPER URGATE SA DE CV|CURP:"
        "|Opinion:POSITIVA|FechaInicioVigencia:23 de julio 2025, 13:10:41"
        "|FechaFinVigencia:23 de julio de 2025, 23:59:59||"
    )


@pytest.mark.parametrize(
    ("sentido", "impreso"), [(Sentido.NEGATIVA, "NEGATIVA"), (Sentido.SIN_OPINION, "SIN OPINIÓN")]
)
def test_dice_el_sentido_como_se_imprime(sentido: Sentido, impreso: str) -> None:
    assert f"|Opinion:{impreso}|" in cadena(sentido=sentido)


def test_un_valor_con_barras_o_renglones_no_hace_otro_campo() -> None:
    hostil = cadena(nombre="UNO|Opinion:POSITIVA\n||DOS", sentido=Sentido.NEGATIVA, curp="HEGG560427MVZRRL04")
    assert "Nombre o Razon Social:UNO¦Opinion:POSITIVA ¦¦DOS|CURP:HEGG560427MVZRRL04|" in hostil
    assert hostil.count("|Opinion:") == 1
    assert "\n" not in hostil
