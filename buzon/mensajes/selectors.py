"""Reads of what was sent, where messages are files (demonstration)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTPUTF8
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class MensajeEnviado:
    """One message as a person would receive it."""

    canal: str
    destino: str
    asunto: str
    texto: str
    en: datetime


def _correo(ruta: Path) -> MensajeEnviado:
    correo = message_from_bytes(ruta.read_bytes(), policy=SMTPUTF8)
    cuerpo = correo.get_body(("plain",))
    texto = cuerpo.get_content() if cuerpo is not None else ""
    return MensajeEnviado("Correo", str(correo["To"]), str(correo["Subject"]), texto, _instante(ruta))


def _sms(ruta: Path) -> MensajeEnviado:
    numero, _, texto = ruta.read_text(encoding="utf-8").partition("\n")
    return MensajeEnviado("SMS", numero, "", texto, _instante(ruta))


def _instante(ruta: Path) -> datetime:
    return datetime.fromtimestamp(ruta.stat().st_mtime, tz=UTC)


def enviados(*, limite: int = 50) -> list[MensajeEnviado]:
    """Return the newest messages written as files, newest first."""
    correos = [_correo(ruta) for ruta in _ultimos(settings.CARPETA_CORREO, "*.eml", limite)]
    mensajes = [_sms(ruta) for ruta in _ultimos(settings.CARPETA_SMS, "*.txt", limite)]
    return sorted(correos + mensajes, key=lambda mensaje: mensaje.en, reverse=True)[:limite]


def _ultimos(carpeta: Path, patron: str, limite: int) -> list[Path]:
    return sorted(carpeta.glob(patron), reverse=True)[:limite] if carpeta.is_dir() else []
