"""Reads of the inbox, and of what was sent where messages are files (demonstration)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTPUTF8
from pathlib import Path

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, Max, QuerySet

from buzon.mensajes.models import Envio, Mensaje
from buzon.valores.contacto import enmascarar
from buzon.web.paginas import pagina_de


@dataclass(frozen=True, slots=True)
class Filtro:
    """What is looked for in an inbox; each of `palabras`, without accents nor capitals, must occur."""

    palabras: tuple[str, ...] = ()
    clase: str = ""
    sin_leer: bool = False


@dataclass(frozen=True, slots=True)
class SinLeer:
    """The unread messages of an inbox: how many, and the newest of them."""

    cuantos: int
    ultimo: int


@dataclass(frozen=True, slots=True)
class Copia:
    """A delivery of a message as its owner sees it."""

    canal: str
    destino: str
    estado: str
    enviado_en: datetime | None

    @classmethod
    def de(cls, envio: Envio) -> "Copia":
        """Return a delivery with its address masked."""
        return cls(envio.get_canal_display(), enmascarar(envio.destino), envio.estado, envio.enviado_en)


@dataclass(frozen=True, slots=True)
class Detalle:
    """A message, how else it was sent, and those beside it in the inbox."""

    mensaje: Mensaje
    copias: list[Copia]
    anterior: Mensaje | None
    siguiente: Mensaje | None


def bandeja_de(rfc: str, *, filtro: Filtro, pagina: str) -> "Page[Mensaje] | None":
    """Return a page of the inbox, newest first and without the texts; None for a page that there is not."""
    filas = _filtradas(rfc, filtro)
    return pagina_de(
        filas.only("clase", "asunto", "enlace", "creado_en", "leido_en").order_by("-pk"), pagina=pagina
    )


def _filtradas(rfc: str, filtro: Filtro) -> QuerySet[Mensaje]:
    filas = Mensaje.objects.filter(rfc=rfc)
    for palabra in filtro.palabras:
        filas = filas.filter(busqueda__contains=palabra)
    if filtro.clase:
        filas = filas.filter(clase=filtro.clase)
    if filtro.sin_leer:
        filas = filas.filter(leido_en=None)
    return filas


def mensajes_de(rfc: str) -> QuerySet[Mensaje]:
    """Return every message of an RFC, newest first and without the texts."""
    return Mensaje.objects.filter(rfc=rfc).order_by("-pk").only("clase", "asunto", "creado_en", "leido_en")


def sin_leer_de(rfc: str) -> SinLeer:
    """Return what is unread in the inbox, in one query."""
    return SinLeer(
        **Mensaje.objects.filter(rfc=rfc, leido_en=None).aggregate(
            cuantos=Count("pk"), ultimo=Max("pk", default=0)
        )
    )


def detalle_de(mensaje_id: int, *, rfc: str, filtro: Filtro) -> Detalle | None:
    """Return one's own message, and its neighbours of those that are looked for; another's is as if none were."""
    mensaje = Mensaje.objects.filter(rfc=rfc, pk=mensaje_id).defer("busqueda").first()
    if mensaje is None:
        return None
    vecinos = _filtradas(rfc, filtro).only("asunto")
    return Detalle(
        mensaje=mensaje,
        copias=[Copia.de(envio) for envio in mensaje.envios.order_by("canal", "creado_en", "destino")],
        anterior=vecinos.filter(pk__lt=mensaje.pk).order_by("-pk").first(),
        siguiente=vecinos.filter(pk__gt=mensaje.pk).order_by("pk").first(),
    )


def tiene_mensaje(rfc: str, *, mensaje_id: int) -> bool:
    """Return whether that message is in the inbox of the RFC."""
    return Mensaje.objects.filter(rfc=rfc, pk=mensaje_id).exists()


def claves_dichas(claves: Collection[str]) -> set[str]:
    """Return those of the keys that already name a message: asked before a batch of notices."""
    return set(Mensaje.objects.filter(clave__in=claves).values_list("clave", flat=True))


@dataclass(frozen=True, slots=True)
class MensajeEnviado:
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
