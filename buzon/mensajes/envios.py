"""Senders of e-mail and SMS: SMTP where EMAIL_URL says so, otherwise one UTF-8 file a message."""

import secrets
import string
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail


def _nombre_de_archivo(ahora: datetime) -> str:
    azar = "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))
    return f"{ahora:%Y%m%dT%H%M%S%f}-{azar}"


def _guardar(carpeta: Path, *, nombre: str, contenido: bytes) -> None:
    carpeta.mkdir(parents=True, exist_ok=True)
    provisional = carpeta / f".{nombre}"
    provisional.write_bytes(contenido)
    provisional.rename(carpeta / nombre)


def enviar_correo(destino: str, *, asunto: str, texto: str, ahora: datetime) -> None:
    """Send a plain-text e-mail; raises OSError (SMTP errors included) when it could not be handed over."""
    if settings.EMAIL_URL:
        send_mail(asunto, texto, settings.DEFAULT_FROM_EMAIL, [destino])
        return
    correo = EmailMessage(policy=SMTPUTF8.clone(linesep="\n"))
    correo["From"] = settings.DEFAULT_FROM_EMAIL
    correo["To"] = destino
    correo["Subject"] = asunto
    correo["Date"] = ahora
    correo.set_content(texto, charset="utf-8", cte="8bit")
    _guardar(settings.CARPETA_CORREO, nombre=f"{_nombre_de_archivo(ahora)}.eml", contenido=bytes(correo))


def enviar_sms(numero: str, *, texto: str, ahora: datetime) -> None:
    """Send an SMS to a ten-digit number; the file's first line is the number, the rest the text."""
    contenido = f"{numero}\n{texto}\n".encode()
    _guardar(settings.CARPETA_SMS, nombre=f"{_nombre_de_archivo(ahora)}.txt", contenido=contenido)
