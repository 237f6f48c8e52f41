"""E-mail: one message, its bytes, and its way out by SMTP or as a file."""

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from email.utils import parseaddr
from urllib.parse import urlsplit

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from buzon.mensajes.archivos import POR_ARCHIVO, guardar, nombre_de_archivo
from buzon.mensajes.entrega import Entrega, FallaPermanente, FallaTemporal
from buzon.web import cortacircuitos
from buzon.web.cortacircuitos import CORREO, EnPausa

LINEA_MAXIMA = 990
"""Octets that a line may have in 8bit (RFC 5321 §4.5.3.1.6 says 998); longer ones travel as quoted-printable."""

_BLANCOS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_DE_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_POR_SMTP = "smtp"
# The server works, and refuses this message.
_DEL_MENSAJE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


@dataclass(frozen=True, slots=True)
class Correo:
    """An e-mail to one address. Without HTML it is one part of plain text."""

    id: str
    destino: str
    asunto: str
    texto: str
    en: datetime
    html: str = ""


def en_una_linea(texto: str) -> str:
    """Return a text as a header may hold it: no line breaks, no control characters, no change of direction."""
    return _BLANCOS.sub(" ", texto).strip()


def texto_llano(texto: str) -> str:
    """Return a text as a part may hold it: lines end with LF, no control characters, one LF at the end."""
    lineas = texto.replace("\r\n", "\n").replace("\r", "\n")
    limpio = _DE_CONTROL.sub("", lineas).encode("utf-8", "replace").decode()
    return limpio if limpio.endswith("\n") else f"{limpio}\n"


def componer(correo: Correo, *, politica: "EmailPolicy[EmailMessage]" = SMTP) -> EmailMessage:
    """Return the message, multipart/alternative with the text first where there is HTML.

    Raises FallaPermanente where its address is none.
    """
    mensaje = EmailMessage(policy=politica)
    mensaje["From"] = settings.DEFAULT_FROM_EMAIL
    try:
        mensaje["To"] = _direccion(correo.destino)
    except ValueError:
        raise FallaPermanente("la dirección no es de correo") from None
    mensaje["Subject"] = en_una_linea(correo.asunto)
    mensaje["Date"] = correo.en
    mensaje["Message-ID"] = f"<{correo.id}@{_anfitrion()}>"
    mensaje["Auto-Submitted"] = "auto-generated"
    mensaje["X-Auto-Response-Suppress"] = "All"
    texto = texto_llano(correo.texto)
    mensaje.set_content(texto, charset="utf-8", cte=_codificacion(texto))
    if correo.html:
        html = texto_llano(correo.html)
        mensaje.add_alternative(html, subtype="html", charset="utf-8", cte=_codificacion(html))
        mensaje.set_boundary(f"=_{correo.id}")  # not at random: composed again, it is the same octets
    return mensaje


def _anfitrion() -> str:
    anfitrion = urlsplit(settings.URL_PUBLICA).hostname or "localhost"
    return f"[IPv6:{anfitrion}]" if ":" in anfitrion else anfitrion


def _direccion(destino: str) -> str:
    nombre, direccion = parseaddr(destino)
    if nombre or direccion != destino or en_una_linea(destino) != destino or destino.count("@") != 1:
        raise ValueError(destino)
    return destino


def _codificacion(texto: str) -> str:
    cabe = all(len(linea.encode()) <= LINEA_MAXIMA for linea in texto.split("\n"))
    return "8bit" if cabe else "quoted-printable"


def enviar(correo: Correo) -> Entrega:
    """Hand an e-mail over. Raises FallaTemporal, FallaPermanente (the address was refused) and OSError.

    A failure is raised without its cause: a server's words hold the address, and a worker writes causes to its log.
    """
    if settings.EMAIL_URL:
        return _por_smtp(correo)
    mensaje = componer(correo, politica=SMTPUTF8.clone(linesep="\n"))
    nombre = nombre_de_archivo(correo.id, en=correo.en, sufijo=".eml")
    guardar(settings.CARPETA_CORREO, nombre=nombre, contenido=bytes(mensaje))
    return Entrega(POR_ARCHIVO, nombre)


def _por_smtp(correo: Correo) -> Entrega:
    mensaje = componer(correo)
    remitente = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    servidor = EmailBackend()

    def entregar() -> smtplib.SMTPException | None:
        try:
            servidor.open()
            if servidor.connection is not None:
                servidor.connection.sendmail(remitente, [correo.destino], bytes(mensaje))
        except _DEL_MENSAJE as rechazo:
            return rechazo
        return None

    try:
        if rechazo := cortacircuitos.llamar(CORREO, entregar, fallas=(OSError, SoftTimeLimitExceeded)):
            raise rechazo
    except EnPausa:
        raise FallaTemporal("smtp: en pausa") from None
    except smtplib.SMTPRecipientsRefused as error:
        raise _del_destinatario(error) from None
    except smtplib.SMTPResponseException as error:
        raise FallaTemporal(f"smtp {error.smtp_code}: {type(error).__name__}") from None
    except (OSError, UnicodeError) as error:
        raise FallaTemporal(f"smtp: {type(error).__name__}") from None
    finally:
        # Once the server has answered for the message it is its own, however they part.
        with suppress(OSError):
            servidor.close()
    return Entrega(_POR_SMTP, str(mensaje["Message-ID"]))


def _del_destinatario(error: smtplib.SMTPRecipientsRefused) -> FallaTemporal | FallaPermanente:
    [(codigo, _)] = error.recipients.values()
    es_para_siempre = 500 <= codigo < 600
    return (FallaPermanente if es_para_siempre else FallaTemporal)(f"smtp {codigo} al destinatario")
