"""Asking somebody for an authorisation, and what the holder answers; the asker sees that it was sent, and no more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Contribuyente
from buzon.web.errores import EstadoCambiado
from buzon.web.tareas import encolar
from terceros.errores import YaTeAutorizo
from terceros.models import AutorizacionDeTercero, Peticion
from terceros.reglas import Motivo, Respuesta, exigir_tercero
from terceros.selectors import puede_ver, vigente
from terceros.services import Quien

AVISAR = "terceros.avisar_peticiones"
ESPERA = timedelta(days=30)
"""So long a petition waits for its answer, and so long the same one is not made again."""
A_LA_VISTA = 5
CALLADAS = (Respuesta.SILENCIADA.value, Respuesta.REPORTADA.value)


@transaction.atomic
def pedir(titular: str, *, quien: Quien, motivo: Motivo, ahora: datetime) -> None:
    """Note that somebody asks a holder, whoever that is, for an authorisation.

    Asked again within ESPERA it answers the same and writes nothing: neither a decline nor a silence shows. Raises
    TerceroInvalido, TerceroPropio, and YaTeAutorizo, which the asker's own list says.
    """
    exigir_tercero(titular, titular=quien.rfc)
    # One at a time of one asker: of two clicks one writes.
    Contribuyente.objects.select_for_update().get(rfc=quien.rfc)
    if puede_ver(titular, tercero=quien.rfc, en=ahora):
        raise YaTeAutorizo
    recientes = Peticion.objects.filter(solicitante=quien.rfc, titular=titular, creada_en__gt=ahora - ESPERA)
    if not recientes.exists():
        Peticion.objects.create(
            solicitante=quien.rfc, nombre=quien.nombre, titular=titular, motivo=motivo, creada_en=ahora
        )
    bitacora.anotar("terceros.pedir", ahora=ahora, rfc=quien.rfc, detalle={"titular": titular})
    encolar(AVISAR, titular=titular)


def por_responder(titular: str, *, en: datetime) -> QuerySet[Peticion]:
    """Return the newest petitions that wait for the holder's answer, without those of whom it silenced."""
    return que_esperan(en=en).filter(titular=titular)[:A_LA_VISTA]


def que_esperan(*, en: datetime) -> QuerySet[Peticion]:
    """Return the petitions that wait for an answer, newest first, without those of whom their holder silenced."""
    mismo = {"solicitante": OuterRef("solicitante"), "titular": OuterRef("titular")}
    autorizada = AutorizacionDeTercero.objects.filter(
        vigente(en=en), titular=OuterRef("titular"), tercero=OuterRef("solicitante")
    )
    filas = Peticion.objects.filter(respuesta="", creada_en__gt=en - ESPERA).order_by("-id")
    return filas.exclude(Exists(Peticion.objects.filter(respuesta__in=CALLADAS, **mismo))).exclude(
        Exists(autorizada)
    )


def enviadas_por(solicitante: str) -> QuerySet[Peticion]:
    """Return the newest petitions of an asker: whom and when, and never what became of them."""
    return Peticion.objects.filter(solicitante=solicitante).only("titular", "creada_en").order_by("-id")[:10]


@transaction.atomic
def responder(identificador: int, *, titular: str, respuesta: Respuesta, ahora: datetime) -> None:
    """Write the holder's answer to a petition, once; raises EstadoCambiado where none of its own waits."""
    suyas = Peticion.objects.filter(pk=identificador, titular=titular, respuesta="")
    if suyas.update(respuesta=respuesta, respondida_en=ahora) != 1:
        raise EstadoCambiado("petición")
    detalle = {"peticion": str(identificador), "respuesta": respuesta.value}
    bitacora.anotar("terceros.responder", ahora=ahora, rfc=titular, detalle=detalle)
