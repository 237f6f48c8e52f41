"""Credits of one employer: those that nobody owes any more, those that something holds back, and debts.

Their periods and pay dates are seen from one fixed day.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import count

from buzon.padron.generador.azar import Azar, cola, repetidos, uno_de
from buzon.padron.hechos import (
    EstadoConvenio,
    EstadoGarantia,
    Origen,
    RespaldoConvenio,
    SituacionCredito,
    TipoCredito,
)

Fila = tuple[str, ...]
_ORIGENES = repetidos({Origen.IMSS.value: 13, Origen.RCV.value: 7})
_TIPOS = repetidos(
    {TipoCredito.CUOTAS.value: 85, TipoCredito.MULTA.value: 10, TipoCredito.CAPITAL_CONSTITUTIVO.value: 5}
)
_EXTINGUIDAS = repetidos(
    {
        SituacionCredito.PAGADO.value: 80,
        SituacionCredito.CANCELADO.value: 8,
        SituacionCredito.PRESCRITO.value: 7,
        SituacionCredito.CORREGIDO.value: 5,
    }
)
_GARANTIZABLES = repetidos({SituacionCredito.IMPUGNADO.value: 7, SituacionCredito.DETERMINADO.value: 3})
_SOLAS = repetidos(
    {
        SituacionCredito.FIRME.value: 60,
        SituacionCredito.DETERMINADO.value: 32,
        SituacionCredito.IMPUGNADO.value: 8,
    }
)
_POR_DETERMINAR = SituacionCredito.POR_DETERMINAR.value

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


class Creditos:
    """Draws credits and what backs them; `garantias` and `convenios` hold the rows not yet taken away."""

    def __init__(self, azar: Azar) -> None:
        self.azar = azar
        self.garantias: list[Fila] = []
        self.convenios: list[Fila] = []
        self._folios = count(1)
        self._debidos = repetidos(
            {
                self._solo: 72,
                self._vencido: 12,
                self._mal_garantizado: 7,
                self._firme_garantizado: 2,
                self._de_convenio_roto: 5,
                self._de_convenio_sin_respaldo: 2,
            }
        )
        self._sostenidos = repetidos({self._por_vencer: 70, self._garantizado: 18, self._en_convenio: 12})

    def de(self, nrps: Sequence[str], *, adeuda: bool) -> list[Fila]:
        """Return the credits of an employer with these registros; debts only where it owes, and then at least one."""
        azar = self.azar
        formas: list[Callable[[], Fila]] = [self._extinguido] * cola(azar, base=0.38, tope=700)
        if azar() < 0.06:
            formas += [uno_de(azar, self._sostenidos)] * (1 + cola(azar, base=0.3, tope=12))
        if adeuda:
            formas += [uno_de(azar, self._debidos) for _ in range(1 + cola(azar, base=0.55, tope=500))]
        numero = 100_000_000 + int(azar() * 700_000_000)
        filas = []
        for forma in formas:
            numero += 1 + int(azar() * 9_000)
            filas.append((uno_de(azar, nrps), str(numero), *forma()))
        return filas

    def _credito(self, situacion: str, *, atras: int, garantia: str = "", convenio: str = "") -> Fila:
        """Return what follows the number; `atras`: months from its period to the running one."""
        azar = self.azar
        origen, tipo = uno_de(azar, _ORIGENES), uno_de(azar, _TIPOS)
        periodo, limite = BIMESTRES[atras // 2] if origen == Origen.RCV else MESES[atras]
        return origen, tipo, situacion, periodo, self._importe(), limite, garantia, convenio

    def _importe(self) -> str:
        pesos, centavos = cola(self.azar, base=900, tope=60_000_000), int(self.azar() * 100)
        return f"{pesos}.{centavos:02d}"

    def _extinguido(self) -> Fila:
        azar = self.azar
        atras = 2 + int(azar() * azar() * 170)
        situacion = uno_de(azar, _EXTINGUIDAS)
        de_convenio = situacion == SituacionCredito.PAGADO and azar() < 0.015
        convenio = self._convenio(EstadoConvenio.CONCLUIDO, termina=-int(azar() * 900)) if de_convenio else ""
        fila = self._credito(situacion, atras=atras, convenio=convenio)
        return fila if azar() < 0.9 else (*fila[:5], "", *fila[6:])

    def _por_vencer(self) -> Fila:
        """Falls due with its period, or within ninety days, the fixed day itself included."""
        fila = self._credito(_POR_DETERMINAR, atras=0)
        return fila if self.azar() < 0.5 else (*fila[:5], dia_a(int(self.azar() * 90)), *fila[6:])

    def _vencido(self) -> Fila:
        """Its pay date passed a few days or weeks ago."""
        fila = self._credito(_POR_DETERMINAR, atras=1)
        return (*fila[:5], dia_a(-1 - int(self.azar() * 45)), *fila[6:])

    def _garantizado(self) -> Fila:
        azar = self.azar
        vence = None if azar() < 0.5 else int(azar() * 720)
        folio = self._garantia(EstadoGarantia.VIGENTE, vence=vence)
        return self._credito(uno_de(azar, _GARANTIZABLES), atras=3 + int(azar() * 60), garantia=folio)

    def _en_convenio(self) -> Fila:
        azar = self.azar
        respaldo = RespaldoConvenio.GARANTIA if azar() < 0.6 else RespaldoConvenio.DISPENSA
        folio = self._convenio(EstadoConvenio.VIGENTE, respaldo, termina=int(azar() * 1080))
        return self._credito(SituacionCredito.FIRME.value, atras=2 + int(azar() * 36), convenio=folio)

    def _solo(self) -> Fila:
        return self._credito(uno_de(self.azar, _SOLAS), atras=2 + int(self.azar() * self.azar() * 110))

    def _mal_garantizado(self) -> Fila:
        """Challenged or determined, behind a guarantee that does not hold."""
        azar, suerte = self.azar, self.azar()
        if suerte < 0.4:
            folio = self._garantia(EstadoGarantia.VIGENTE, vence=-1 - int(azar() * 400))
        else:
            estado = EstadoGarantia.INSUFICIENTE if suerte < 0.75 else EstadoGarantia.CANCELADA
            folio = self._garantia(estado, vence=None)
        return self._credito(uno_de(azar, _GARANTIZABLES), atras=3 + int(azar() * 60), garantia=folio)

    def _firme_garantizado(self) -> Fila:
        folio = self._garantia(EstadoGarantia.VIGENTE, vence=None)
        return self._credito(SituacionCredito.FIRME.value, atras=12 + int(self.azar() * 60), garantia=folio)

    def _de_convenio_roto(self) -> Fila:
        folio = self._convenio(EstadoConvenio.INCUMPLIDO, termina=int(self.azar() * 900) - 300)
        return self._credito(SituacionCredito.FIRME.value, atras=6 + int(self.azar() * 40), convenio=folio)

    def _de_convenio_sin_respaldo(self) -> Fila:
        folio = self._convenio(
            EstadoConvenio.VIGENTE, RespaldoConvenio.NINGUNO, termina=int(self.azar() * 900)
        )
        return self._credito(SituacionCredito.FIRME.value, atras=2 + int(self.azar() * 24), convenio=folio)

    def _garantia(self, estado: EstadoGarantia, *, vence: int | None) -> str:
        folio = f"GP-{next(self._folios):09d}"
        vence_el = "" if vence is None else dia_a(vence)
        self.garantias.append((folio, estado.value, self._importe(), vence_el))
        return folio

    def _convenio(
        self,
        estado: EstadoConvenio,
        respaldo: RespaldoConvenio = RespaldoConvenio.DISPENSA,
        *,
        termina: int,
    ) -> str:
        folio = f"CP-{next(self._folios):09d}"
        self.convenios.append((folio, estado.value, respaldo.value, dia_a(termina)))
        return folio
