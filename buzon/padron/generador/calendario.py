"""Periods with their legal pay dates, seen from one fixed day."""

from datetime import date, timedelta

DIA = date(2026, 11, 23)
MESES_ATRAS = 180


def _habil(dia: date) -> date:
    """Move a Saturday or a Sunday to Monday (LSS 3 bis, 39; holidays left aside)."""
    return dia + timedelta(days=7 - dia.weekday() if dia.weekday() >= 5 else 0)


def _limite(anio: int, mes: int) -> str:
    """Return the 17th of the month after a period's last one (LSS 39)."""
    return _habil(date(anio + mes // 12, mes % 12 + 1, 17)).isoformat()


def _meses() -> tuple[tuple[str, str], ...]:
    ultimo = DIA.year * 12 + DIA.month - 1
    pasados = (divmod(ultimo - atras, 12) for atras in range(MESES_ATRAS))
    return tuple((f"{anio}-{mes + 1:02d}", _limite(anio, mes + 1)) for anio, mes in pasados)


def _bimestres() -> tuple[tuple[str, str], ...]:
    ultimo = DIA.year * 6 + (DIA.month - 1) // 2
    pasados = (divmod(ultimo - atras, 6) for atras in range(MESES_ATRAS // 2))
    return tuple((f"{anio}-B{cual + 1}", _limite(anio, 2 * cual + 2)) for anio, cual in pasados)


# (period, pay date), from the running one back: the running ones fall due in December and January.
MESES = _meses()
BIMESTRES = _bimestres()


def dia_a(dias: int) -> str:
    """Return the day so many days from the fixed one."""
    return (DIA + timedelta(days=dias)).isoformat()
