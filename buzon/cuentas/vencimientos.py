"""What time does by itself: an address that nobody confirmed is dropped, and an e.firma about to end is told.

Each is a batch of people that asks for the next one, so that no task outlives its time however many there are.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from buzon.bitacora import services as bitacora
from buzon.cuentas import reglas
from buzon.cuentas.avisos import avisar, efirma_por_vencer, medio_caducado
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.mensajes.selectors import claves_dichas
from buzon.mensajes.services import Aviso
from buzon.valores.fechas import dia_en_centro
from buzon.web.tareas import encolar

registro = logging.getLogger(__name__)
LOTE = 200
UMBRALES = (7, 30, 60)


def cancelar_vencidos(*, ahora: datetime, tras_id: int = 0) -> None:
    """Drop what the next LOTE people after `tras_id` did not confirm within 72 hours, and ask for the rest.

    Of an active Buzón, that address alone, and its holder is told; of one that was being activated, everything.
    """
    vencidos = _sin_confirmar(ahora=ahora).filter(contribuyente_id__gt=tras_id).order_by("contribuyente_id")
    lote = list(vencidos.values_list("contribuyente_id", flat=True).distinct()[:LOTE])
    for contribuyente_id in lote:
        # One person's failure keeps nobody else waiting; the next hour's task tries again.
        try:
            _cancelar(contribuyente_id, ahora=ahora)
        except Exception:
            registro.exception("No se pudo cancelar lo vencido del contribuyente %s", contribuyente_id)
    if len(lote) == LOTE:
        encolar("cuentas.cancelar_vencidos", tras_id=lote[-1])


def _sin_confirmar(*, ahora: datetime) -> QuerySet[MedioContacto]:
    limite = ahora - reglas.PLAZO_DE_CONFIRMACION
    return MedioContacto.objects.filter(confirmado_en=None, registrado_en__lte=limite)


@transaction.atomic
def _cancelar(contribuyente_id: int, *, ahora: datetime) -> None:
    contribuyente = Contribuyente.objects.select_for_update().get(pk=contribuyente_id)
    # Asked again under the lock: what was due when the batch was read may have been confirmed since.
    suyos = _sin_confirmar(ahora=ahora).filter(contribuyente=contribuyente)
    vencidos = list(suyos.select_related("sustituye").order_by("pk"))
    if not vencidos:
        return
    if contribuyente.buzon_activo:
        _quitar(vencidos, rfc=contribuyente.rfc, evento="cuentas.medio_caducado", ahora=ahora)
        for medio in vencidos:
            avisar(contribuyente.rfc, aviso=medio_caducado(medio), ahora=ahora)
    else:
        todos = list(contribuyente.medios.order_by("pk"))
        _quitar(todos, rfc=contribuyente.rfc, evento="cuentas.registro_cancelado", ahora=ahora)


def _quitar(medios: Sequence[MedioContacto], *, rfc: str, evento: str, ahora: datetime) -> None:
    MedioContacto.objects.filter(pk__in=[medio.pk for medio in medios]).delete()
    detalle = {"medios": [medio.destino_enmascarado for medio in medios]}
    bitacora.anotar(evento, ahora=ahora, rfc=rfc, detalle=detalle)


def avisar_efirmas(*, ahora: datetime, tras: tuple[datetime, int] | None = None) -> int:
    """Tell the next LOTE people after `tras` (end of validity, id), ask for the rest, and return how many were told.

    Each active Buzón is told at 60, 30 and 7 days, once each; who first enters with 20 days left, at 30, once.
    """
    lote = _por_vencer(ahora=ahora, tras=tras)
    avisos = {persona.rfc: _aviso(persona, ahora=ahora) for persona in lote}
    # Read for the whole batch: on most days most of them were told already.
    dichas = claves_dichas([aviso.clave for aviso in avisos.values() if aviso])
    cuantos = 0
    for rfc, aviso in avisos.items():
        if aviso is None or aviso.clave in dichas:
            continue
        try:
            avisar(rfc, aviso=aviso, ahora=ahora)
            cuantos += 1
        except Exception:
            registro.exception("No se pudo dar un aviso de vencimiento")
    if len(lote) == LOTE and (ultima := lote[-1]).efirma_hasta is not None:
        encolar("cuentas.avisar_efirmas", tras_en=ultima.efirma_hasta.isoformat(), tras_id=ultima.pk)
    return cuantos


def _por_vencer(*, ahora: datetime, tras: tuple[datetime, int] | None) -> list[Contribuyente]:
    desde = tras or (ahora, 0)
    personas = Contribuyente.objects.filter(
        acto_activacion__isnull=False,
        efirma_hasta__gte=desde[0],
        # A day more than the mark: days are counted in the dates of Centro, not in 24 hours.
        efirma_hasta__lt=ahora + timedelta(days=UMBRALES[-1] + 1),
    ).exclude(efirma_hasta=desde[0], pk__lte=desde[1])
    return list(personas.only("rfc", "efirma_numero", "efirma_hasta").order_by("efirma_hasta", "pk")[:LOTE])


def _aviso(persona: Contribuyente, *, ahora: datetime) -> Aviso | None:
    if persona.efirma_hasta is None:
        return None
    dias = (dia_en_centro(persona.efirma_hasta) - dia_en_centro(ahora)).days
    umbral = umbral_de(dias)
    if umbral is None:
        return None
    return efirma_por_vencer(persona.efirma_numero, hasta=persona.efirma_hasta, dias=dias, umbral=umbral)


def umbral_de(dias: int) -> int | None:
    """Return the mark below which so many days are left, the nearest one; None before the first or after the end."""
    return next((umbral for umbral in UMBRALES if 0 <= dias <= umbral), None)
