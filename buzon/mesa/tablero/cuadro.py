"""What a figure of the dashboard is: whom it is about, its table, its sentence and its chart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django_stubs_ext import StrOrPromise

from buzon.valores.fechas import ZONA, dia_en_centro

PERIODOS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Corte:
    """What the figures are about: an office or the whole country, and the last days up to today."""

    oficina: str
    dias: int
    hoy: date

    @classmethod
    def de(cls, *, oficina: str, dias: str, ahora: datetime) -> "Corte":
        """Return what was asked for; a period that is not on the list is the first one."""
        elegidos = {str(periodo): periodo for periodo in PERIODOS}
        return cls(oficina, elegidos.get(dias, PERIODOS[0]), dia_en_centro(ahora))

    @property
    def primer_dia(self) -> date:
        """The first of the days; today is the last."""
        return self.hoy - timedelta(days=self.dias - 1)

    @property
    def desde(self) -> datetime:
        return datetime.combine(self.primer_dia, time.min, tzinfo=ZONA)


@dataclass(frozen=True, slots=True)
class Cuadro:
    """A figure as a table, the sentence that sums it up, and its chart; without a sentence there are no data."""

    encabezados: Sequence[str]
    renglones: Sequence[Sequence[object]] = ()
    hallazgo: str = ""
    dibujar: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Figura:
    """One figure; the national ones are not for who is confined to an office."""

    clave: str
    titulo: StrOrPromise
    leer: Callable[[Corte], Cuadro]
    es_nacional: bool = True
    es_del_periodo: bool = True


def cifra(valor: float) -> str:
    """Return a figure with one decimal, where it has any."""
    return f"{valor:.1f}".removesuffix(".0")
