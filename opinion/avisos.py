"""Tells each active Buzón that the sentido of its opinion changed: once each change, of the last three days."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse

from buzon.cuentas.avisos import avisar
from buzon.mensajes.models import Clase
from buzon.mensajes.services import Aviso
from buzon.valores.fechas import fecha_hora_larga
from buzon.web.tareas import encolar
from opinion.models import NO_DISPONIBLE
from opinion.reglas import Sentido
from opinion.services import AVISAR_CAMBIOS

registro = logging.getLogger(__name__)
PLAZO = timedelta(days=3)
LOTE = 200

# The index cambio_de_sentido holds just these rows in this order, so that the last days are found among many years.
_DE_TODOS = """
    SELECT cambio.id, cambio.rfc, cambio.de, cambio.a, cambio.ocurrio_en
      FROM opinion_cambio AS cambio
      JOIN cuentas_contribuyente AS contribuyente
        ON contribuyente.rfc = cambio.rfc AND contribuyente.acto_activacion_id IS NOT NULL
     WHERE (cambio.de < cambio.a OR cambio.de > cambio.a)
       AND cambio.ocurrio_en >= %(desde)s
       AND (cambio.ocurrio_en, cambio.id) > (%(tras_en)s, %(tras_id)s)
       AND NOT EXISTS (SELECT FROM mensajes_mensaje AS mensaje WHERE mensaje.clave = 'cambio:' || cambio.id)
     ORDER BY cambio.ocurrio_en, cambio.id
     LIMIT %(lote)s
"""
_DE_UNO = _DE_TODOS.replace(" ORDER BY", " AND cambio.rfc = %(rfc)s\n     ORDER BY")

_SENTIDOS: dict[str, str] = {
    **{sentido.value: sentido.impreso for sentido in Sentido},
    NO_DISPONIBLE: "No disponible",
}
_QUE_HACER: dict[str, str] = {
    Sentido.POSITIVA: (
        "Estás al corriente. Si te la piden, obtén tu opinión en PDF: vale hasta las 23:59:59 del día en que se emite."
    ),
    Sentido.NEGATIVA: (
        "En «32D Consultar Mi Opinión» ves, regla por regla, qué la causa y qué falta para que sea positiva. Si ya "
        "pagaste o no estás de acuerdo, presenta una aclaración ante tu subdelegación con tus comprobantes."
    ),
    Sentido.SIN_OPINION: (
        "No es una opinión negativa: faltan datos para decidir, por ejemplo un registro patronal vigente o "
        "trabajadores. En «32D Consultar Mi Opinión» ves cuáles."
    ),
    NO_DISPONIBLE: (
        "Por ahora tus datos no se pueden leer con certeza y nadie puede consultar tu opinión. Acude a tu "
        "subdelegación para que se revisen."
    ),
}


@dataclass(frozen=True, slots=True)
class _Cambio:
    id: int
    rfc: str
    de: str
    a: str
    ocurrio_en: datetime


def avisar_cambios(*, ahora: datetime, tras: tuple[datetime, int] | None = None, rfc: str = "") -> int:
    """Tell the next LOTE changes after `tras` (instant, id) that nobody was told, and ask for the rest.

    With `rfc`, only its own. Returns how many were told.
    """
    desde = ahora - PLAZO
    tras_en, tras_id = tras or (desde, 0)
    datos: dict[str, Any] = {"desde": desde, "tras_en": tras_en, "tras_id": tras_id, "lote": LOTE, "rfc": rfc}
    with connection.cursor() as cursor:
        cursor.execute(_DE_UNO if rfc else _DE_TODOS, datos)
        cambios = [_Cambio(*fila) for fila in cursor.fetchall()]
    cuantos = sum(_avisar(cambio, ahora=ahora) for cambio in cambios)
    if len(cambios) == LOTE:
        ultimo = cambios[-1]
        pedido: dict[str, Any] = {"tras_en": ultimo.ocurrio_en.isoformat(), "tras_id": ultimo.id, "rfc": rfc}
        encolar(AVISAR_CAMBIOS, **pedido)
    return cuantos


def _avisar(cambio: _Cambio, *, ahora: datetime) -> int:
    """Tell one: a failure of hers keeps nobody else waiting."""
    try:
        avisar(cambio.rfc, aviso=aviso_de(cambio), ahora=ahora)
    except Exception:
        registro.exception("No se pudo avisar el cambio %s", cambio.id)
        return 0
    return 1


def aviso_de(cambio: _Cambio) -> Aviso:
    """Return the notice of a change. Its subject also travels by e-mail and SMS: it does not say the sentido."""
    datos = {
        "de": _SENTIDOS[cambio.de],
        "a": _SENTIDOS[cambio.a],
        "cuando": fecha_hora_larga(cambio.ocurrio_en),
    }
    cambio_en_palabras = "El %(cuando)s el sentido de tu opinión del cumplimiento pasó de «%(de)s» a «%(a)s»."
    return Aviso(
        clase=Clase.OPINION,
        asunto="Cambió el sentido de tu opinión del cumplimiento",
        texto=f"{cambio_en_palabras % datos}\n\n{_QUE_HACER[cambio.a]}",
        clave=f"cambio:{cambio.id}",
        enlace=reverse("mi_opinion:consulta"),
    )
