"""Writes of the opinion: the verdict of one RFC, recomputed from its facts. All at once: `recalculo`."""

from datetime import datetime

from django.db import OperationalError, connection, transaction

from buzon.bitacora import services as bitacora
from buzon.padron import selectors as padron
from buzon.padron import services as padron_escrito
from buzon.padron.errores import HechosNoDisponibles
from buzon.padron.hechos import Hechos
from buzon.valores.fechas import dia_en_centro
from buzon.web.tareas import encolar
from opinion.errores import OpinionSinCalcular, SinTurno
from opinion.models import NO_DISPONIBLE, CambioDeOpinion, OpinionCalculada, OpinionNoDisponible
from opinion.reglas import VERSION, evaluar
from opinion.selectors import OpinionPublica, causa_de, opinion_publica, ultimo_cambio

AVISAR_CAMBIOS = "opinion.avisar_cambios"
_DECIDIDO = ("sentido", "motivo", "anexo", "version_reglas")
# Any number of these at once, and none beside that of the national run (SHARE ROW EXCLUSIVE).
_TURNO = "LOCK TABLE opinion_calculada IN ROW EXCLUSIVE MODE"
_ESPERA_DE_UNA_CONSULTA_S = 1  # then a 503 asks whoever looks up to come back


def consultar_publica(rfc: str, *, ahora: datetime) -> OpinionPublica | None:
    """Answer the public: like `selectors.opinion_publica`, computing first the verdict of an RFC that has none yet.

    That happens once at most, to an RFC outside the register in the seconds after it authorises.
    Raises NoDisponible where its facts cannot be read, or a national run leaves no turn.
    """
    try:
        return opinion_publica(rfc, ahora=ahora)
    except OpinionSinCalcular:
        recalcular_en_turno(rfc, ahora=ahora, espera_s=_ESPERA_DE_UNA_CONSULTA_S)
        return opinion_publica(rfc, ahora=ahora)


def recalcular_en_turno(rfc: str, *, ahora: datetime, espera_s: int) -> None:
    """Like `recalcular_rfc`, and raise SinTurno where its turn does not come in so many seconds."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Of this transaction alone, since the connection is used again; SET LOCAL itself takes no parameters.
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{espera_s}s"])
            recalcular_rfc(rfc, ahora=ahora)
    except OperationalError as error:
        raise SinTurno(f"{rfc}: no hubo turno para calcularla") from error


@transaction.atomic
def recalcular_rfc(rfc: str, *, ahora: datetime) -> None:
    """Recompute the opinion of one RFC from its facts; unreadable facts leave it without opinion.

    The table's lock comes before any read: while a national run stands between its reading and its commit, this
    waits, and then reads facts that the run may not have seen.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURNO)
    padron_escrito.bloquear([rfc])
    anterior = OpinionCalculada.objects.filter(rfc=rfc).first()
    match padron.hechos_por_rfc([rfc])[rfc]:
        case Hechos() as hechos:
            veredicto = evaluar(hechos, hoy=dia_en_centro(ahora))
            nueva = OpinionCalculada(
                rfc=rfc,
                sentido=veredicto.sentido,
                motivo=veredicto.motivo,
                anexo=veredicto.anexo,
                version_reglas=VERSION,
                calculada_en=ahora,
            )
            _guardar(nueva, anterior=anterior)
        case HechosNoDisponibles() as lectura:
            _retirar(lectura, rfc=rfc, anterior=anterior, ahora=ahora)


def _guardar(nueva: OpinionCalculada, *, anterior: OpinionCalculada | None) -> None:
    OpinionCalculada.objects.bulk_create(
        [nueva], update_conflicts=True, unique_fields=["rfc"], update_fields=[*_DECIDIDO, "calculada_en"]
    )
    OpinionNoDisponible.objects.filter(rfc=nueva.rfc).delete()
    # Logged when it says something else; that it was looked at again is told by `calculada_en`.
    if anterior is None or any(getattr(nueva, campo) != getattr(anterior, campo) for campo in _DECIDIDO):
        detalle = {"motivo": nueva.motivo}
        bitacora.anotar("opinion.calculada", ahora=nueva.calculada_en, rfc=nueva.rfc, detalle=detalle)
    cambio = CambioDeOpinion(
        rfc=nueva.rfc, a=nueva.sentido, motivo=nueva.motivo, ocurrio_en=nueva.calculada_en
    )
    _anotar_cambio(cambio, anterior=anterior)


def _retirar(
    lectura: HechosNoDisponibles, *, rfc: str, anterior: OpinionCalculada | None, ahora: datetime
) -> None:
    OpinionCalculada.objects.filter(rfc=rfc).delete()
    causa = causa_de(lectura, rfc=rfc)
    _, es_nueva = OpinionNoDisponible.objects.update_or_create(
        rfc=rfc, defaults={"causa": causa}, create_defaults={"causa": causa, "desde": ahora}
    )
    if es_nueva or anterior is not None:
        bitacora.anotar("opinion.no_disponible", ahora=ahora, rfc=rfc)
    _anotar_cambio(CambioDeOpinion(rfc=rfc, a=NO_DISPONIBLE, ocurrio_en=ahora), anterior=anterior)


def _anotar_cambio(cambio: CambioDeOpinion, *, anterior: OpinionCalculada | None) -> None:
    """Add to the history what differs from the verdict before or, where none is stored, from the last that was."""
    if anterior is not None:
        cambio.de, motivo = anterior.sentido, anterior.motivo
    else:
        ultimo = ultimo_cambio(cambio.rfc)
        cambio.de, motivo = (ultimo.a, ultimo.motivo) if ultimo else (None, "")
    if (cambio.de, motivo) != (cambio.a, cambio.motivo):
        cambio.version_reglas = VERSION
        cambio.save(force_insert=True)
        if cambio.de is not None and cambio.de != cambio.a:
            encolar(AVISAR_CAMBIOS, rfc=cambio.rfc)
