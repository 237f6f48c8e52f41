"""Sends one e-mail or SMS now: the codes, which are kept nowhere, and whatever the outbox hands over."""

import uuid
from datetime import datetime

from django.conf import settings

from buzon.mensajes import correo
from buzon.mensajes.correo import Correo
from buzon.mensajes.pasarela_http import PasarelaHTTP
from buzon.mensajes.sms import SMS, PasarelaDeArchivos, PasarelasDeRespaldo, PasarelaSMS


def pasarela_sms() -> PasarelaSMS:
    """Return who takes the SMS: the gateways of SMS_URL, or files."""
    if not settings.SMS_PASARELAS:
        return PasarelaDeArchivos(settings.CARPETA_SMS)
    return PasarelasDeRespaldo([PasarelaHTTP(direccion) for direccion in settings.SMS_PASARELAS])


def enviar_correo(destino: str, *, asunto: str, texto: str, ahora: datetime) -> None:
    """Send a plain-text e-mail; raises OSError (SMTP errors included) when it could not be handed over."""
    correo.enviar(Correo(_identidad(), destino, asunto, texto, ahora))


def enviar_sms(numero: str, *, texto: str, ahora: datetime) -> None:
    """Send an SMS to a ten-digit number; raises OSError when it could not be handed over."""
    pasarela_sms().enviar(SMS(_identidad(), numero, texto, ahora))


def _identidad() -> str:
    # In letters: a code's message holds one group of six digits, the code.
    return uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))
