"""The files of a message that the taxpayer is writing: kept until it is sent, so that no error loses them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from buzon.promociones.errores import EspacioAgotado, MensajesAgotados
from buzon.promociones.models import Adjunto, Comunicacion, Solicitud
from buzon.promociones.reglas import ESPACIO_POR_SOLICITUD, MENSAJES_POR_SOLICITUD, De
from buzon.promociones.services.archivos import agregar, revisado
from buzon.promociones.services.retenidas import exigir_abierta, retener
from buzon.web.errores import NoEncontrado


def exigir_suya(solicitud: Solicitud, *, rfc: str) -> None:
    """Raise NoEncontrado for somebody else's."""
    if solicitud.rfc != rfc:
        raise NoEncontrado(solicitud.folio)


def agregar_al_mensaje(
    solicitud: Solicitud, *, rfc: str, nombre: str, contenido: bytes, ahora: datetime
) -> Adjunto:
    """Add a file to the message that is being written; one that is there already is given back as it is.

    Raises NoEncontrado, SolicitudResuelta, EspacioAgotado, DemasiadosAdjuntos and the refusals of
    `adjuntos.revision.revisar`.
    """
    exigir_suya(solicitud, rfc=rfc)
    exigir_abierta(solicitud)
    nuevo = revisado(nombre, contenido=contenido)
    with transaction.atomic():
        fila = retener(solicitud)
        exigir_abierta(fila)
        _exigir_espacio(fila, mas=len(nuevo.contenido))
        return agregar(nuevo, por_enviar=fila, ahora=ahora)


def quitar_del_mensaje(solicitud: Solicitud, *, rfc: str, adjunto_id: UUID) -> None:
    """Take a file away from the message that is being written; one that is not there leaves it as it is."""
    exigir_suya(solicitud, rfc=rfc)
    Adjunto.objects.filter(por_enviar=solicitud, pk=adjunto_id).delete()


def exigir_otro_mensaje(fila: Solicitud) -> None:
    """Raise MensajesAgotados where the taxpayer has written to a held request as often as she may."""
    suyos = Comunicacion.objects.filter(solicitud=fila, de=De.PARTICULAR).count()
    if suyos >= MENSAJES_POR_SOLICITUD:
        raise MensajesAgotados(str(suyos))


def _exigir_espacio(fila: Solicitud, *, mas: int) -> None:
    # By one index each: a condition through the join would read every file there is.
    dichas = list(Comunicacion.objects.filter(solicitud=fila, de=De.PARTICULAR).values_list("pk", flat=True))
    de_ella = (
        Adjunto.objects.filter(solicitud=fila),
        Adjunto.objects.filter(por_enviar=fila),
        Adjunto.objects.filter(comunicacion__in=dichas),
    )
    ocupado = sum(unos.aggregate(bytes=Sum("tamano"))["bytes"] or 0 for unos in de_ella)
    if ocupado + mas > ESPACIO_POR_SOLICITUD:
        raise EspacioAgotado(f"{ocupado} bytes")
