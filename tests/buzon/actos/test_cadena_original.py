"""The text that is signed: fixed order, one line, bars that separate and nothing else."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from buzon.actos.cadena_original import CANCELAR_OPINION, Firmante, Manifestacion, componer, limpio

AHORA = datetime(2026, 11, 23, 19, 8, 2, tzinfo=UTC)
FIRMANTE = Firmante(
    "EKU9003173C9", "ESCUELA KEMPER URGATE", "", "VADA800927DJ3", "30001000000500003416", "ab" * 32
)


def cadena(firmante: Firmante = FIRMANTE, texto: str = "Cancelar") -> str:
    manifestacion = Manifestacion(texto, "1.0", (("Folio que se cancela", "1" * 23),))
    return componer(
        CANCELAR_OPINION,
        firmante=firmante,
        manifestacion=manifestacion,
        origen="https://buzon.example",
        folio="2" * 23,
        nonce="N",
        ahora=AHORA,
    )


def test_campos_en_su_orden() -> None:
    assert cadena() == (
        "||1.0|FIRMA|https://buzon.example|Cancelacion Opinion Publica 32D|Fecha:23 de noviembre 2026, 13:08:02"
        "|Folio:22222222222222222222222|RFC:EKU9003173C9|Nombre o Razon Social:ESCUELA KEMPER URGATE|CURP:"
        "|RFC Representante:VADA800927DJ3|Movimiento:CANCELACION|Manifestacion:Cancelar|Version:1.0"
        "|Folio que se cancela:11111111111111111111111|Certificado:30001000000500003416"
        f"|SHA256:{'ab' * 32}|Reto:N||"
    )


@given(st.text(max_size=300))
def test_ningun_valor_agrega_campos(nombre: str) -> None:
    firmante = Firmante("EKU9003173C9", nombre, "", "VADA800927DJ3", "3" * 20, "ab" * 32)
    assert cadena(firmante).count("|") == cadena().count("|")
    assert "\n" not in cadena(firmante)


def test_enie_descompuesta_queda_en_una_sola() -> None:
    assert limpio("N\u0303ANDU\u0301 &  CIA") == "ÑANDÚ & CIA"
