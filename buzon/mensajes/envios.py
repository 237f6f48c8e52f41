"""Sends one e-mail or SMS now: the codes, which lie nowhere, and whatever the outbox hands over."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from buzon.mensajes import correo
from buzon.mensajes.correo import Correo
from buzon.mensajes.pasarela_http import PasarelaHTTP
from buzon.mensajes.sms import SMS, PasarelaDeArchivos, PasarelasDeRespaldo, PasarelaSMS

PACIENCIA = 2
"""A code cannot wait, and twice it is the same code: after so many tries a gateway in doubt is not asked alone."""


def pasarela_sms() -> PasarelaSMS:
    """Return who takes the SMS: the gateways of SMS_URL, or files."""
    if not settings.SMS_PASARELAS:
        return PasarelaDeArchivos(settings.CARPETA_SMS)
    return PasarelasDeRespaldo([PasarelaHTTP(direccion) for direccion in settings.SMS_PASARELAS])


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
