"""The outbox: each delivery is sent once, tried again while it may still go well, and never forgotten.

The row is locked while it is sent and says ENVIADO in the same transaction: a worker that dies in between leaves it
PENDIENTE, and the next one hands over the same id (decisiones/0014 says what that means for each sender).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.mensajes import correo
from buzon.mensajes.correo import Correo
from buzon.mensajes.entrega import EnDuda, Entrega, FallaPermanente
from buzon.mensajes.models import Canal, Envio, EstadoDeEnvio
from buzon.mensajes.pasarela_http import PasarelaHTTP
from buzon.mensajes.redaccion import correo_al_personal, correo_de, sms_de
from buzon.mensajes.reglas import espera, esta_agotado
from buzon.mensajes.services import ENVIAR
from buzon.mensajes.sms import SMS, PasarelaDeArchivos, PasarelasDeRespaldo, PasarelaSMS
from buzon.web.tareas import encolar

REPETICION = timedelta(minutes=1)
"""For so long what was asked for is not asked for again."""

PACIENCIA = 2
"""A code cannot wait, and twice it is the same code: after so many tries a gateway in doubt is not asked alone."""

LOTE = 500
_AL_INTENTAR = ("estado", "intentos", "proximo_en", "enviado_en", "por", "referencia", "error")


@transaction.atomic
def enviar(envio_id: UUID, *, intentos: int, ahora: datetime) -> bool:
    """Make the next try of a delivery that failed `intentos` times; True only for the one call that sent it.

    Whoever finds it locked or sent, or that try made, has nothing to do: tasks that ask for the same try are one.
    """
    envio = _tomar(envio_id, intentos=intentos)
    if envio is None:
        return False
    try:
        entrega = _entregar(envio)
    except OSError as falla:
        _fallar(envio, falla=falla, ahora=ahora)
        return False
    envio.estado, envio.enviado_en = EstadoDeEnvio.ENVIADO, ahora
    envio.intentos += 1
    envio.por, envio.referencia, envio.error = entrega.por, entrega.referencia[:120], ""
    envio.save(update_fields=_AL_INTENTAR)
    return True


@transaction.atomic
def aplazar(envio_id: UUID, *, intentos: int, motivo: str, ahora: datetime) -> None:
    """Count a try that ended without an answer, neither good nor bad."""
    envio = _tomar(envio_id, intentos=intentos)
    if envio is not None:
        _fallar(envio, falla=OSError(motivo), ahora=ahora)


def _tomar(envio_id: UUID, *, intentos: int) -> Envio | None:
    return (
        Envio.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("mensaje", "aviso")
        .filter(pk=envio_id, estado=EstadoDeEnvio.PENDIENTE, intentos=intentos)
        .first()
    )


def _entregar(envio: Envio) -> Entrega:
    # Its own id and instant, not this try's: sent again it is the same octets, which others know by their identity.
    identidad, destino, asunto, en = str(envio.pk), envio.destino, envio.asunto, envio.creado_en
    if envio.aviso is not None:
        texto = envio.aviso.texto
        return correo.enviar(
            correo_al_personal(identidad, destino=destino, asunto=asunto, texto=texto, en=en)
        )
    if envio.canal == Canal.CORREO:
        return correo.enviar(correo_de(identidad, destino=destino, asunto=asunto, rfc=envio.rfc, en=en))
    texto = sms_de(asunto, rfc=envio.rfc)
    return pasarela_sms().enviar(SMS(identidad, destino, texto, en, envio.intentos, envio.por))


def pasarela_sms() -> PasarelaSMS:
    """Return who takes the SMS: the gateways of SMS_URL, or files."""
    if not settings.SMS_PASARELAS:
        return PasarelaDeArchivos(settings.CARPETA_SMS)
    return PasarelasDeRespaldo([PasarelaHTTP(direccion) for direccion in settings.SMS_PASARELAS])


def _fallar(envio: Envio, *, falla: OSError, ahora: datetime) -> None:
    envio.intentos += 1
    envio.error = (str(falla) or type(falla).__name__)[:200]
    envio.proximo_en = ahora + espera(envio.intentos)
    if isinstance(falla, EnDuda):
        envio.por = falla.por
    if isinstance(falla, FallaPermanente) or esta_agotado(
        envio.intentos, creado_en=envio.creado_en, ahora=ahora
    ):
        envio.estado = EstadoDeEnvio.FALLIDO
        detalle = {"envio": str(envio.pk), "canal": envio.canal, "error": envio.error}
        bitacora.anotar("mensajes.fallido", ahora=ahora, rfc=envio.rfc, detalle=detalle)
    envio.save(update_fields=_AL_INTENTAR)


# The codes leave at once and by themselves: a row of the outbox would keep them in clear.
def enviar_correo(identidad: UUID, *, destino: str, asunto: str, texto: str, en: datetime) -> None:
    """Send a plain-text e-mail, the same one again under the same identity and instant.

    Raises FallaPermanente where its address is refused for good, OSError where it could not be handed over.
    """
    correo.enviar(Correo(_en_letras(identidad), destino, asunto, texto, en))


def enviar_sms(
    identidad: UUID, *, numero: str, texto: str, en: datetime, intentos: int = 0, dudosa: str = ""
) -> None:
    """Send the SMS of a code to a ten-digit number, the same one again under the same identity and instant.

    Raises what `PasarelaSMS.enviar` does; `dudosa`, the gateway that may have taken it in one of the `intentos`.
    """
    sms = SMS(_en_letras(identidad), numero, texto, en, intentos, dudosa, PACIENCIA)
    pasarela_sms().enviar(sms)


def _en_letras(identidad: UUID) -> str:
    # A code's message holds one group of six digits, the code.
    return identidad.hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def reenviar(*, ahora: datetime) -> int:
    """Ask again for what is due; return how much was. What the broker does not take is asked for a minute later."""
    with transaction.atomic():
        pendientes = list(
            Envio.objects.select_for_update(skip_locked=True)
            .filter(estado=EstadoDeEnvio.PENDIENTE, proximo_en__lte=ahora)
            .order_by("proximo_en")
            .values_list("pk", "intentos")[:LOTE]
        )
        claves = [envio_id for envio_id, _intentos in pendientes]
        Envio.objects.filter(pk__in=claves).update(proximo_en=ahora + REPETICION)
    for envio_id, intentos in pendientes:
        encolar(ENVIAR, envio_id=str(envio_id), intentos=intentos)
    return len(pendientes)


@transaction.atomic
def reintentar(envio_id: UUID, *, autor: str, ahora: datetime) -> bool:
    """Ask again, for somebody of the staff, for what was not sent; False where it was, or is being sent.

    What was given up gets its tries anew.
    """
    envio = (
        Envio.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("mensaje", "aviso")
        .filter(pk=envio_id)
        .exclude(estado=EstadoDeEnvio.ENVIADO)
        .first()
    )
    if envio is None:
        return False
    envio.estado, envio.intentos = EstadoDeEnvio.PENDIENTE, 0
    envio.proximo_en = ahora + REPETICION
    envio.save(update_fields=_AL_INTENTAR)
    detalle = {"envio": str(envio.pk), "canal": envio.canal, "autor": autor}
    bitacora.anotar("mensajes.reintento", ahora=ahora, rfc=envio.rfc, detalle=detalle)
    encolar(ENVIAR, envio_id=str(envio_id), intentos=0)
    return True
