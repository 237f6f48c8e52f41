"""Tasks: each one is a service, called with the clock read here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from buzon.cuentas import codigos, ingreso, vencimientos


# The soft limit, below the common 90 s, ends a server that never ends its answer; the try is made again.
@shared_task(name=codigos.TAREA, soft_time_limit=60)
def enviar_codigo(*, medio_id: int, envio: str, intentos: int, **_: Any) -> None:
    codigos.enviar(medio_id, envio=UUID(envio), intentos=intentos, ahora=timezone.now())


@shared_task(name="cuentas.reenviar_codigos")
def reenviar_codigos(**_: Any) -> None:
    """Ask again for the codes that are due."""
    codigos.reenviar_pendientes(ahora=timezone.now())


@shared_task(name="cuentas.limpiar")
def limpiar(**_: Any) -> None:
    """Clean challenges and sessions that are over."""
    ingreso.limpiar(ahora=timezone.now())


@shared_task(name="cuentas.cancelar_vencidos")
def cancelar_vencidos(*, tras_id: int = 0, **_: Any) -> None:
    """Drop what was not confirmed within 72 hours; a batch asks for the next one."""
    vencimientos.cancelar_vencidos(ahora=timezone.now(), tras_id=tras_id)


@shared_task(name="cuentas.avisar_efirmas")
def avisar_efirmas(*, tras_en: str = "", tras_id: int = 0, **_: Any) -> None:
    """Tell who has an active Buzón that the e.firma ends soon; a batch asks for the next one."""
    tras = (datetime.fromisoformat(tras_en), tras_id) if tras_en else None
    vencimientos.avisar_efirmas(ahora=timezone.now(), tras=tras)
