"""Who may be authorised, until when, and how an authorisation stands (pure)."""

import re
from datetime import date, datetime, time, timedelta

from buzon.valores.fechas import ZONA, dia_en_centro
from buzon.valores.identificadores import RfcInvalido, normalizar_rfc, validar_rfc
from buzon.valores.marcas import Rotulado, marcado
from buzon.valores.rechazo import Rechazo
from terceros.errores import (
    DemasiadosTerceros,
    MotivoSinElegir,
    TerceroInvalido,
    TerceroPropio,
    TerceroSinEscribir,
    VigenciaInvalida,
)

MAXIMO_POR_ACTO = 50
ANOS_MAXIMOS = 10
LARGO_MOSTRADO = 20
# Spaces stand inside an RFC that was copied with them (`CPR 010905 KM9`), so only these part one from the next.
_ENTRE_RFC = re.compile(r"[\n\r,;|\t]+")


class Motivo(Rotulado):
    """Why a third party asks to be authorised: a closed list, so that nobody writes a text into an official inbox."""

    PROVEEDOR = "PROVEEDOR", marcado("Contratarte o pagarte como proveedor")
    AUDITORIA = "AUDITORIA", marcado("Auditoría de proveedores")
    LICITACION = "LICITACION", marcado("Licitación o adjudicación")
    CREDITO = "CREDITO", marcado("Otorgarte un crédito")
    DESPACHO = "DESPACHO", marcado("Llevar tu contabilidad o tu nómina")


class Respuesta(Rotulado):
    """What the holder answered to whoever asks; the asker never learns it."""

    DECLINADA = "DECLINADA", marcado("Declinada")
    SILENCIADA = "SILENCIADA", marcado("Silenciada")
    REPORTADA = "REPORTADA", marcado("Reportada")


def leer_motivo(texto: str) -> Motivo:
    """Return the reason that a form names; raises MotivoSinElegir for anything else."""
    try:
        return Motivo(texto)
    except ValueError:
        raise MotivoSinElegir(texto[:LARGO_MOSTRADO]) from None


class Estado(Rotulado):
    """How an authorisation of a third party stands at an instant."""

    AUTORIZADO = "AUTORIZADO", marcado("Autorizado")
    CANCELADO = "CANCELADO", marcado("Cancelado")
    VENCIDO = "VENCIDO", marcado("Vencido")


def leer_terceros(texto: str, *, titular: str) -> tuple[str, ...]:
    """Return the RFCs that were written, one a line or between commas, in that order and each once.

    All or nothing: raises the first of TerceroInvalido, TerceroPropio and DemasiadosTerceros, with the others.
    """
    escritos = [parte for parte in map(str.strip, _ENTRE_RFC.split(texto)) if parte]
    if not escritos:
        raise TerceroSinEscribir
    unicos = list(dict.fromkeys(map(normalizar_rfc, escritos)))
    if len(unicos) > MAXIMO_POR_ACTO:
        raise DemasiadosTerceros(n=len(unicos), maximo=MAXIMO_POR_ACTO)
    faltas: list[Rechazo] = []
    for rfc in unicos:
        try:
            exigir_tercero(rfc, titular=titular)
        except Rechazo as falta:
            faltas.append(falta)
    if faltas:
        raise faltas[0].con(faltas[1:])
    return tuple(unicos)


def exigir_tercero(rfc: str, *, titular: str) -> None:
    """Raise TerceroInvalido or TerceroPropio for an RFC that the holder cannot authorise.

    Whether anybody has that RFC is never looked at: what is refused would tell who exists.
    """
    try:
        validar_rfc(rfc)
    except RfcInvalido as error:
        raise TerceroInvalido(error.detalle, rfc=rfc[:LARGO_MOSTRADO]) from error
    if rfc == titular:
        raise TerceroPropio


def termino_de(ultimo_dia: date, *, ahora: datetime) -> datetime:
    """Return the instant at which an authorisation ends: 00:00 in Centro of the day after its last one.

    Raises VigenciaInvalida for a day that is over, or further away than ANOS_MAXIMOS.
    """
    hoy = dia_en_centro(ahora)
    if not hoy <= ultimo_dia <= hoy + timedelta(days=366 * ANOS_MAXIMOS):
        raise VigenciaInvalida(ultimo_dia.isoformat())
    return datetime.combine(ultimo_dia + timedelta(days=1), time.min, tzinfo=ZONA)


def ultimo_dia_de(termina_en: datetime) -> date:
    """Return the last day of an authorisation that ends at this instant."""
    return dia_en_centro(termina_en - timedelta(seconds=1))


def estado_de(*, fin: datetime | None, termina_en: datetime | None, en: datetime) -> Estado:
    """Return how an authorisation stands at an instant that is not before its beginning.

    `fin`: when it was ended, by a cancellation or because its end date came.
    """
    if termina_en is not None and en >= termina_en and (fin is None or fin >= termina_en):
        return Estado.VENCIDO
    return Estado.AUTORIZADO if fin is None or en < fin else Estado.CANCELADO
