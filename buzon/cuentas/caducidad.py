"""What time does: an address that nobody confirmed within 72 hours is dropped, and an activation with it."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from buzon.bitacora import services as bitacora
from buzon.cuentas import reglas
from buzon.cuentas.avisos import avisar
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.cuentas.textos_medios import aviso_de_caducidad
from buzon.web.tareas import encolar

registro = logging.getLogger(__name__)
LOTE = 500
TAREA = "cuentas.cancelar_vencidos"


def cancelar_vencidos(*, ahora: datetime, tras_id: int = 0) -> None:
    """Drop what the next LOTE people after `tras_id` did not confirm within 72 hours, and ask for the rest.

    Of an active Buzón, that address alone, and its holder is told; of one that was being activated, everything.
    """
    vencidos = _vencidos(ahora=ahora).filter(contribuyente_id__gt=tras_id).order_by("contribuyente_id")
    lote = list(vencidos.values_list("contribuyente_id", flat=True).distinct()[:LOTE])
    for contribuyente_id in lote:
        _intentar(contribuyente_id, ahora=ahora)
    if len(lote) == LOTE:
        encolar(TAREA, tras_id=lote[-1])


def _vencidos(*, ahora: datetime) -> QuerySet[MedioContacto]:
    limite = ahora - reglas.PLAZO_DE_CONFIRMACION
    return MedioContacto.objects.filter(confirmado_en=None, registrado_en__lte=limite)


def _intentar(contribuyente_id: int, *, ahora: datetime) -> None:
    """A failure with one person keeps nobody else waiting: she is tried again an hour later."""
    try:
        _cancelar(contribuyente_id, ahora=ahora)
    except Exception:
        registro.exception("No se pudo cancelar lo vencido del contribuyente %s", contribuyente_id)


@transaction.atomic
def _cancelar(contribuyente_id: int, *, ahora: datetime) -> None:
    contribuyente = Contribuyente.objects.select_for_update().get(pk=contribuyente_id)
    suyos = _vencidos(ahora=ahora).filter(contribuyente=contribuyente)
    vencidos = list(suyos.select_related("sustituye").order_by("pk"))
    if not vencidos:
        return
    if contribuyente.buzon_activo:
        _quitar(vencidos, rfc=contribuyente.rfc, evento="cuentas.medio_caducado", ahora=ahora)
        for medio in vencidos:
            avisar(contribuyente.rfc, aviso=aviso_de_caducidad(medio), ahora=ahora)
    else:
        todos = list(contribuyente.medios.order_by("pk"))
        _quitar(todos, rfc=contribuyente.rfc, evento="cuentas.registro_cancelado", ahora=ahora)


def _quitar(medios: Sequence[MedioContacto], *, rfc: str, evento: str, ahora: datetime) -> None:
    MedioContacto.objects.filter(pk__in=[medio.pk for medio in medios]).delete()
    detalle = {"medios": [medio.destino_enmascarado for medio in medios]}
    bitacora.anotar(evento, ahora=ahora, rfc=rfc, detalle=detalle)
