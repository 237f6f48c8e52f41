"""Who attends to a request: which office, and which person."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.cuentas.avisos import avisar
from buzon.cuentas.models import Personal
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.padron.models import Subdelegacion
from buzon.promociones import avisos
from buzon.promociones.alcance import pueden_recibir
from buzon.promociones.errores import AsignacionNoDisponible
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import exigir_texto
from buzon.promociones.services.retenidas import (
    exigir_abierta,
    exigir_sin_correccion,
    exigir_visto,
    retener_asignadas,
    retener_para,
    retener_varias,
)
from buzon.promociones.texto import limpio


@transaction.atomic
def asignar(
    solicitudes: Collection[Solicitud], a: Personal | None, *, quien: Funcionario, ahora: datetime
) -> int:
    """Give requests to somebody who may act on each (None: to nobody), all or none; return how many changed hands.

    Raises SolicitudResuelta, AsignacionNoDisponible, NoEncontrado, SolicitudDeSuOficina, RfcPropio.
    """
    if a is not None:
        # As she is now, and held: whoever takes her away from here waits, or came first.
        a = Personal.objects.select_for_update(no_key=True).get(pk=a.pk)
    filas = retener_varias(quien, solicitudes)
    for fila in filas:
        exigir_abierta(fila)
    if a is not None and not pueden_recibir([a], filas):
        raise AsignacionNoDisponible(a.usuario.get_username())
    cambian = [fila for fila in filas if fila.asignada_a_id != (a.pk if a else None)]
    for fila in cambian:
        _asignar(fila, a, quien=quien, ahora=ahora)
    return len(cambian)


@transaction.atomic
def liberar(a: Personal, *, autor: str, ahora: datetime) -> int:
    """Take from somebody, whose row the caller holds, the open requests that she may no longer act on.

    They are then nobody's; returns how many.
    """
    ajenas = [fila for fila in retener_asignadas(a) if not pueden_recibir([a], [fila])]
    for fila in ajenas:
        _asignar(fila, None, quien=Funcionario(autor), ahora=ahora)
    return len(ajenas)


def _asignar(fila: Solicitud, a: Personal | None, *, quien: Funcionario, ahora: datetime) -> None:
    detalle = {"folio": fila.folio, "autor": quien.usuario, "de": _nombre(fila.asignada_a), "a": _nombre(a)}
    fila.asignada_a = a
    fila.save(update_fields=["asignada_a"])
    bitacora.anotar("promociones.asignacion", ahora=ahora, rfc=fila.rfc, detalle=detalle)


def _nombre(personal: Personal | None) -> str | None:
    return personal.usuario.get_username() if personal else None


@transaction.atomic
def reasignar(
    solicitud: Solicitud,
    *,
    subdelegacion: Subdelegacion | None,
    motivo: str,
    quien: Funcionario,
    ahora: datetime,
    visto: int | None = None,
) -> bool:
    """Hand it over to another subdelegación (None: nivel central), assigned to nobody; the term runs on.

    `motivo` is for whoever takes it, and stays in the log; the taxpayer is told of the office alone. To where it is
    already: nothing happens, and it returns False. Raises TextoInsuficiente, TextoDemasiadoLargo, SolicitudResuelta,
    CorreccionPendiente, EstadoCambiado, NoEncontrado, SolicitudDeSuOficina, RfcPropio.
    """
    escrito = limpio(motivo)
    exigir_texto(escrito)
    fila = retener_para(quien, solicitud)
    exigir_abierta(fila)
    exigir_sin_correccion(fila)
    de, a = fila.subdelegacion_id, subdelegacion.pk if subdelegacion else None
    if de == a:
        return False
    exigir_visto(fila, visto)
    fila.subdelegacion, fila.asignada_a = subdelegacion, None
    fila.save(update_fields=["subdelegacion", "asignada_a"])
    detalle = {"folio": fila.folio, "autor": quien.usuario, "de": de, "a": a, "motivo": escrito}
    asiento = bitacora.anotar("promociones.traslado", ahora=ahora, rfc=fila.rfc, detalle=detalle)
    avisar(fila.rfc, aviso=avisos.de_traslado(fila, asiento=asiento.pk), ahora=ahora)
    return True
