"""Tells each active Buzón that the sentido of its opinion changed: once each change, however late.

A pass looks at what happened since MARGEN before the last pass that told everything. Where there was none yet, only at
the last MARGEN: what the register's first loads left in the history is not told. The margin is for changes that are
written later than they happened.
"""

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
from opinion.models import NO_DISPONIBLE, Avisado
from opinion.reglas import Sentido
from opinion.services import AVISAR_CAMBIOS

registro = logging.getLogger(__name__)
MARGEN = timedelta(days=3)
LOTE = 200
_UNICO = 1

# The index cambio_de_sentido holds just these rows in this order, so that the last days are found among many years.
_DE_TODOS = """
    SELECT cambio.id, cambio.rfc, cambio.de, cambio.a, cambio.ocurrio_en
      FROM opinion_cambio AS cambio
      JOIN cuentas_contribuyente AS contribuyente
        ON contribuyente.rfc = cambio.rfc AND contribuyente.acto_activacion_id IS NOT NULL
     WHERE (cambio.de < cambio.a OR cambio.de > cambio.a)
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


@dataclass(frozen=True, slots=True)
class Repaso:
    """A pass over the changes, batch by batch: where it is, when it began, and whether anything failed so far."""

    inicio: datetime
    tras_en: datetime
    tras_id: int = 0
    fallas: bool = False

    @classmethod
    def nuevo(cls, *, ahora: datetime) -> "Repaso":
        al_dia = Avisado.objects.filter(pk=_UNICO).values_list("hasta", flat=True).first()
        return cls(ahora, min(ahora, al_dia or ahora) - MARGEN)

    def como_json(self) -> dict[str, Any]:
        """Return it as the task of its next batch takes it."""
        return {
            "inicio": self.inicio.isoformat(),
            "tras_en": self.tras_en.isoformat(),
            "tras_id": self.tras_id,
            "fallas": self.fallas,
        }


def avisar_cambios(*, ahora: datetime, repaso: Repaso | None = None, rfc: str = "") -> int:
    """Tell the next LOTE changes of a pass that nobody was told, and ask for the rest; without `repaso` one begins.

    With `rfc`, only its own. Returns how many were told.
    """
    va = repaso or Repaso.nuevo(ahora=ahora)
    datos: dict[str, Any] = {"tras_en": va.tras_en, "tras_id": va.tras_id, "lote": LOTE, "rfc": rfc}
    with connection.cursor() as cursor:
        cursor.execute(_DE_UNO if rfc else _DE_TODOS, datos)
        cambios = [_Cambio(*fila) for fila in cursor.fetchall()]
    cuantos = sum(_avisar(cambio, ahora=ahora) for cambio in cambios)
    fallas = va.fallas or cuantos < len(cambios)
    if len(cambios) == LOTE:
        ultimo = cambios[-1]
        sigue = Repaso(va.inicio, ultimo.ocurrio_en, ultimo.id, fallas)
        encolar(AVISAR_CAMBIOS, rfc=rfc, **sigue.como_json())
    elif not (rfc or fallas):
        # Up to its beginning and not to now: what changed while it ran may not have been among its rows.
        Avisado.objects.bulk_create(
            [Avisado(pk=_UNICO, hasta=va.inicio)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["hasta"],
        )
    return cuantos


def _avisar(cambio: _Cambio, *, ahora: datetime) -> int:
    try:
        avisar(cambio.rfc, aviso=aviso_de(cambio), ahora=ahora)
    # Whatever fails is this one's alone: the others do not wait for it, and the next pass comes back to it.
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
