"""The texts that the staff may start an answer from."""

import hashlib
from datetime import datetime

from django.db import connection, transaction

from buzon.bitacora import services as bitacora
from buzon.promociones.models import Plantilla
from buzon.promociones.texto import limpio


def retener_plantillas() -> None:
    """Make whoever else writes one wait for this transaction: one title is of one text, and the form says so."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE promociones_plantilla IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def guardar_plantilla(plantilla: Plantilla, *, autor: str, ahora: datetime) -> Plantilla:
    """Keep a text as it is shown from now on, and leave in the log who wrote it; answers already given stay."""
    plantilla.texto = limpio(plantilla.texto)
    plantilla.save()
    detalle = {
        "autor": autor,
        "plantilla": plantilla.pk,
        "titulo": plantilla.titulo,
        "asunto": plantilla.asunto,
        "activa": plantilla.activa,
        "sha256": hashlib.sha256(plantilla.texto.encode()).hexdigest(),
    }
    bitacora.anotar("promociones.plantilla", ahora=ahora, detalle=detalle)
    return plantilla
