"""Periods of a crédito, in words."""

from datetime import date

from buzon.valores.fechas import mes_y_ano


def periodo_en_palabras(clave: str) -> str:
    """«septiembre de 2026» of aaaa-mm, «bimestre 5 de 2026» of aaaa-Bn."""
    ano, parte = clave.split("-")
    if parte.startswith("B"):
        return f"bimestre {parte[1:]} de {ano}"
    return mes_y_ano(date(int(ano), int(parte), 1))
