"""Tells each active Buzón that its e.firma is about to end: at 60, 30 and 7 days, once each."""

import logging
from datetime import datetime, timedelta

from buzon.cuentas.avisos import avisar
from buzon.cuentas.models import Contribuyente
from buzon.cuentas.textos_avisos import efirma_por_vencer
from buzon.mensajes.dichos import claves_dichas
from buzon.mensajes.services import Aviso
from buzon.valores.fechas import dia_en_centro
from buzon.web.tareas import encolar

registro = logging.getLogger(__name__)
UMBRALES = (7, 30, 60)
LOTE = 200
TAREA = "cuentas.avisar_efirmas"


def umbral_de(dias: int) -> int | None:
    """Return the mark below which so many days are left, the nearest one; None before the first or after the end."""
    return next((umbral for umbral in UMBRALES if 0 <= dias <= umbral), None)


def avisar_efirmas(*, ahora: datetime, tras: tuple[datetime, int] | None = None) -> int:
    """Tell the next LOTE people after `tras` (end of validity, id), ask for the rest, and return how many were told.

    Who first enters with 20 days left is told at 30, once.
    """
    lote = _lote(ahora=ahora, tras=tras)
    avisos = {persona.rfc: _aviso(persona, ahora=ahora) for persona in lote}
    dichas = claves_dichas([aviso.clave for aviso in avisos.values() if aviso])
    cuantos = 0
    for rfc, aviso in avisos.items():
        if aviso is not None and aviso.clave not in dichas:
            cuantos += _avisar(rfc, aviso=aviso, ahora=ahora)
    if len(lote) == LOTE and (ultima := lote[-1]).efirma_hasta is not None:
        encolar(TAREA, tras_en=ultima.efirma_hasta.isoformat(), tras_id=ultima.pk)
    return cuantos


def _lote(*, ahora: datetime, tras: tuple[datetime, int] | None) -> list[Contribuyente]:
    desde = tras or (ahora, 0)
    personas = Contribuyente.objects.filter(
        acto_activacion__isnull=False,
        efirma_hasta__gte=desde[0],
        efirma_hasta__lt=ahora + timedelta(days=UMBRALES[-1] + 1),
    ).exclude(efirma_hasta=desde[0], pk__lte=desde[1])
    return list(personas.only("rfc", "efirma_numero", "efirma_hasta").order_by("efirma_hasta", "pk")[:LOTE])


def _aviso(persona: Contribuyente, *, ahora: datetime) -> Aviso | None:
    if persona.efirma_hasta is None:
        return None
    dias = (dia_en_centro(persona.efirma_hasta) - dia_en_centro(ahora)).days
    umbral = umbral_de(dias)
    return efirma_por_vencer(persona, dias=dias, umbral=umbral) if umbral else None


def _avisar(rfc: str, *, aviso: Aviso, ahora: datetime) -> int:
    """Tell one person: a failure of hers keeps nobody else waiting."""
    try:
        avisar(rfc, aviso=aviso, ahora=ahora)
    except Exception:
        registro.exception("No se pudo dar un aviso de vencimiento")
        return 0
    return 1
