"""Writes of the inbox, of its read marks and of its outbox."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from buzon.mensajes.models import AvisoAlPersonal, Canal, Clase, Envio, Mensaje
from buzon.web.tareas import encolar

ENVIAR = "mensajes.enviar"
EN_COLA = timedelta(seconds=15)
"""For so long the task that was enqueued with a delivery is waited for."""


@dataclass(frozen=True, slots=True)
class Aviso:
    """What a person is told, in es-MX; `clave` makes it be told once."""

    clase: Clase
    asunto: str
    texto: str
    clave: str
    enlace: str = ""


@dataclass(frozen=True, slots=True)
class Destino:
    canal: Canal
    direccion: str


def normalizar(texto: str) -> str:
    """Return the text as it is searched: no accents, no capitals, single spaces."""
    # NFKD parts a letter from its accent, a combining sign of its own.
    sin_acentos = "".join(
        letra for letra in unicodedata.normalize("NFKD", texto) if not unicodedata.combining(letra)
    )
    return " ".join(sin_acentos.casefold().split())


def depositar(rfc: str, *, aviso: Aviso, destinos: Sequence[Destino], ahora: datetime) -> Mensaje:
    """Put a message in an inbox and its deliveries in the outbox, inside the caller's transaction.

    A `clave` that was already told gives the message that told it, and nothing is sent again.
    """
    with transaction.atomic():
        mensaje, es_nuevo = Mensaje.objects.get_or_create(
            clave=aviso.clave,
            defaults={
                "rfc": rfc,
                "clase": aviso.clase,
                "asunto": aviso.asunto,
                "texto": aviso.texto,
                "enlace": aviso.enlace,
                "busqueda": normalizar(f"{aviso.asunto} {aviso.texto}"),
                "creado_en": ahora,
            },
        )
        if es_nuevo:
            # Each address once, also one that is both confirmed and about to go.
            for destino in dict.fromkeys(destinos):
                _encolar_envio(destino, ahora=ahora, mensaje=mensaje)
    return mensaje


def avisar_al_personal(
    asunto: str, *, texto: str, clave: str, correos: Sequence[str], ahora: datetime
) -> AvisoAlPersonal:
    """Put a notice to members of the staff in the outbox, inside the caller's transaction; a `clave` tells once."""
    with transaction.atomic():
        aviso, es_nuevo = AvisoAlPersonal.objects.get_or_create(
            clave=clave, defaults={"asunto": asunto, "texto": texto, "creado_en": ahora}
        )
        if es_nuevo:
            for correo in dict.fromkeys(correos):
                _encolar_envio(Destino(Canal.CORREO, correo), ahora=ahora, aviso=aviso)
    return aviso


def _encolar_envio(
    destino: Destino, *, ahora: datetime, mensaje: Mensaje | None = None, aviso: AvisoAlPersonal | None = None
) -> None:
    envio = Envio.objects.create(
        mensaje=mensaje,
        aviso=aviso,
        canal=destino.canal,
        destino=destino.direccion,
        creado_en=ahora,
        proximo_en=ahora + EN_COLA,
    )
    encolar(ENVIAR, envio_id=str(envio.pk), intentos=0)


def marcar_leidos(rfc: str, *, ids: Collection[int], ahora: datetime) -> int:
    """Mark one's own messages as read and return how many were not; the first reading stays."""
    return Mensaje.objects.filter(rfc=rfc, pk__in=ids, leido_en=None).update(leido_en=ahora)


def marcar_no_leidos(rfc: str, *, ids: Collection[int]) -> int:
    """Mark one's own messages as not read and return how many were."""
    return Mensaje.objects.filter(rfc=rfc, pk__in=ids, leido_en__isnull=False).update(leido_en=None)


def marcar_todos_leidos(rfc: str, *, hasta: int, ahora: datetime) -> int:
    """Mark as read all up to the newest that the person saw, so that none is lost which came meanwhile."""
    return Mensaje.objects.filter(rfc=rfc, pk__lte=hasta, leido_en=None).update(leido_en=ahora)
