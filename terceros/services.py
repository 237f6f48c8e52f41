"""What third parties do with their authorisations: look at an opinion, have its PDF issued; and how they end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Contribuyente
from buzon.valores.fechas import iso_centro
from opinion import emision
from opinion.huella import Titular
from opinion.models import OpinionEmitida
from opinion.reglas import Veredicto
from terceros.errores import TerceroNoAutorizado
from terceros.models import AutorizacionDeTercero, ConsultaDeTercero, Que
from terceros.selectors import con_su_veredicto, vigente


@dataclass(frozen=True, slots=True)
class Quien:
    """Who looks: the RFC and the name of the certificate with which it entered."""

    rfc: str
    nombre: str


@transaction.atomic
def consultar(titular: str, *, quien: Quien, ahora: datetime) -> Veredicto:
    """Return the opinion of a holder as it would be issued now, and note who looked.

    Raises TerceroNoAutorizado, and HechosNoDisponibles where the register does not give the facts with certainty.
    """
    autorizacion = _retener(titular, tercero=quien.rfc, ahora=ahora)
    veredicto = emision.veredicto_actual(titular, ahora=ahora)
    _anotar(autorizacion, quien, Que.CONSULTA, de=veredicto, ahora=ahora)
    return veredicto


@transaction.atomic
def obtener(titular: str, *, quien: Quien, ahora: datetime) -> OpinionEmitida:
    """Return the holder's opinion of the day, issued to this third party, whose PDF says who obtained it.

    Raises TerceroNoAutorizado, and HechosNoDisponibles where the register does not give the facts with certainty.
    """
    autorizacion = _retener(titular, tercero=quien.rfc, ahora=ahora)
    # It signed an act, so it is known here.
    suyo = Contribuyente.objects.get(rfc=titular)
    emitida = emision.emitir_opinion(
        Titular.de(rfc=suyo.rfc, nombre=suyo.nombre, curp=suyo.curp), ahora=ahora, tercero=quien.rfc
    )
    if not ConsultaDeTercero.objects.filter(autorizacion=autorizacion, folio=emitida.folio).exists():
        _anotar(autorizacion, quien, Que.OPINION, de=emitida, folio=emitida.folio, ahora=ahora)
    return emitida


def _retener(titular: str, *, tercero: str, ahora: datetime) -> AutorizacionDeTercero:
    """Return the authorisation in force, held so that nothing is answered after the commit of its cancellation."""
    filas = AutorizacionDeTercero.objects.filter(vigente(en=ahora), titular=titular, tercero=tercero)
    # Shared would do, but Django has no FOR SHARE; a third party's looks at one holder come one after the other.
    autorizacion = filas.select_for_update(no_key=True).first()
    if autorizacion is None:
        raise TerceroNoAutorizado
    return autorizacion


def _anotar(
    autorizacion: AutorizacionDeTercero, quien: Quien, que: Que, *, de: Any, ahora: datetime, folio: str = ""
) -> None:
    _consulta(autorizacion, quien, que, de=de, ahora=ahora, folio=folio).save(force_insert=True)
    detalle = {"titular": autorizacion.titular, "que": que.value}
    bitacora.anotar("terceros.consulta", ahora=ahora, rfc=quien.rfc, detalle=detalle)


def _consulta(
    autorizacion: AutorizacionDeTercero, quien: Quien, que: Que, *, de: Any, ahora: datetime, folio: str = ""
) -> ConsultaDeTercero:
    """Return the row, not saved, of a look at what has that `sentido` and `motivo`."""
    return ConsultaDeTercero(
        autorizacion=autorizacion,
        titular=autorizacion.titular,
        tercero=quien.rfc,
        nombre=quien.nombre,
        que=que,
        sentido=de.sentido,
        motivo=de.motivo,
        folio=folio,
        ocurrio_en=ahora,
    )


@transaction.atomic
def lista_para_hoja(*, quien: Quien, ahora: datetime) -> list[tuple[str, ...]]:
    """Return a row for each holder that a third party may look at now, and note a look at each verdict that it says.

    RFC, name, sentido, reason, when it was computed, since and until when it is authorised; instants in ISO 8601.
    """
    autorizaciones: list[Any] = list(con_su_veredicto(quien.rfc, en=ahora))
    vistas = (
        _consulta(una, quien, Que.CONSULTA, de=una, ahora=ahora) for una in autorizaciones if una.sentido
    )
    ConsultaDeTercero.objects.bulk_create(vistas, batch_size=2000)
    detalle = {"que": "LISTA", "cuantas": str(len(autorizaciones))}
    bitacora.anotar("terceros.consulta", ahora=ahora, rfc=quien.rfc, detalle=detalle)
    return [_renglon(una) for una in autorizaciones]


def _renglon(una: Any) -> tuple[str, ...]:
    dicho = (
        (una.sentido_impreso, una.motivo_impreso, iso_centro(una.calculada_en))
        if una.sentido
        else ("", "", "")
    )
    ultimo_dia = una.ultimo_dia.isoformat() if una.ultimo_dia else ""
    return (una.titular, una.acto.nombre, *dicho, iso_centro(una.desde), ultimo_dia)


# As the page of the holder says. The trigger of the table admits no earlier deletion.
ANOS_DE_CONSULTAS = 5


def limpiar(*, ahora: datetime) -> None:
    """Delete what third parties looked at longer ago than ANOS_DE_CONSULTAS."""
    ConsultaDeTercero.objects.filter(ocurrio_en__lt=ahora - timedelta(days=366 * ANOS_DE_CONSULTAS)).delete()


def anotar_vencidas(*, ahora: datetime) -> int:
    """Note the end of each authorisation whose date came; returns how many.

    Only the list of what ended, and the place for another one, need it: what is in force is asked of the date.
    """
    vencidas = AutorizacionDeTercero.objects.filter(fin=None, termina_en__lte=ahora)
    return vencidas.update(fin=F("termina_en"))
