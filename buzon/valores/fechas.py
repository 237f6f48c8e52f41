"""Dates as the institution writes them, in the time of the Centro de México."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

ZONA = ZoneInfo("America/Mexico_City")


def _en_centro(instante: datetime) -> datetime:
    if instante.tzinfo is None:
        raise ValueError("instant without time zone")
    return instante.astimezone(ZONA)


def fecha_larga(dia: date | datetime) -> str:
    """«23 de noviembre de 2026»; an instant is first taken to Centro."""
    return _larga(_en_centro(dia).date() if isinstance(dia, datetime) else dia)


@lru_cache(maxsize=1024)
def _larga(dia: date) -> str:
    return str(format_date(dia, "d 'de' MMMM 'de' y", locale="es_MX"))


def mes_y_ano(dia: date) -> str:
    """«noviembre de 2026»."""
    return str(format_date(dia, "MMMM 'de' y", locale="es_MX"))


def periodo_en_palabras(clave: str) -> str:
    """The period of a crédito: «septiembre de 2026» of aaaa-mm, «bimestre 5 de 2026» of aaaa-Bn."""
    ano, parte = clave.split("-")
    if parte.startswith("B"):
        return f"bimestre {parte[1:]} de {ano}"
    return mes_y_ano(date(int(ano), int(parte), 1))


def fecha_hora_larga(instante: datetime) -> str:
    """«23 de noviembre de 2026, 13:10:44 horas»."""
    return f"{fecha_larga(instante)}, {_en_centro(instante):%H:%M:%S} horas"


def fecha_cadena(instante: datetime) -> str:
    """«03 de julio 2025, 13:10:41», as in a cadena original: day of two digits, no «de» before the year."""
    centro = _en_centro(instante)
    dia = format_date(centro, "dd 'de' MMMM y", locale="es_MX")
    return f"{dia}, {centro:%H:%M:%S}"


def fecha_cadena_fin(instante: datetime) -> str:
    """«03 de julio de 2025, 23:59:59», as the end of a validity stands in a cadena original: with «de»."""
    centro = _en_centro(instante)
    dia = format_date(centro, "dd 'de' MMMM 'de' y", locale="es_MX")
    return f"{dia}, {centro:%H:%M:%S}"


def iso_centro(instante: datetime) -> str:
    """«2026-11-23T13:10:44-06:00»."""
    return _en_centro(instante).isoformat(timespec="seconds")


def dia_en_centro(instante: datetime) -> date:
    """The day on which the instant falls in Centro."""
    return _en_centro(instante).date()


def inicio_del_dia(instante: datetime) -> datetime:
    """00:00:00 in Centro of the day on which the instant falls there."""
    return _en_centro(instante).replace(hour=0, minute=0, second=0, microsecond=0)


def fin_del_dia(instante: datetime) -> datetime:
    """23:59:59 in Centro of the day on which the instant falls there."""
    return _en_centro(instante).replace(hour=23, minute=59, second=59, microsecond=0)
