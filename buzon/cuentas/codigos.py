"""Codes of six digits that confirm a means of contact: made when they are sent, kept as a digest alone."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from buzon.cuentas.errores import CodigoIncorrecto, CodigoRechazado, CodigoVencido
from buzon.cuentas.models import MedioContacto
from buzon.mensajes import envios
from buzon.web.limites import contar
from buzon.web.tareas import encolar

VIGENCIA = timedelta(minutes=10)
INTENTOS = 5
REENVIO_TARDIO = timedelta(seconds=20)
REENVIO_MAXIMO = timedelta(hours=1)


def contar_pedidos(rfc: str, *, destinos: Sequence[str]) -> None:
    """Count one request of codes by this RFC, and one to each address; raises DemasiadasSolicitudes."""
    contar("codigos_rfc", clave=rfc)
    for destino in destinos:
        contar("codigos_destino", clave=_clave(destino))


def _clave(destino: str) -> str:
    """What the limit counts by: no address lies in Redis in clear, and capitals do not make another one."""
    return hashlib.sha256(destino.casefold().encode()).hexdigest()


def pedir(medios: Sequence[MedioContacto], *, ahora: datetime) -> None:
    """Ask for a code to each of these that is not confirmed, inside the caller's transaction; older codes end."""
    claves = [medio.pk for medio in medios]
    MedioContacto.objects.filter(pk__in=claves, confirmado_en=None).update(
        codigo_pedido_en=ahora, codigo_enviado_en=None, codigo_digest="", codigo_intentos=0
    )
    for clave in claves:
        encolar("cuentas.enviar_codigo", medio_id=clave)


def enviar(medio_id: int, *, ahora: datetime) -> None:
    """Make a code, keep its digest and send it; the code itself is kept nowhere.

    Sent once for each request: a repeated task finds `codigo_enviado_en`, or the row held by who sends it, and leaves.
    """
    with transaction.atomic():
        medio = (
            MedioContacto.objects.select_for_update(skip_locked=True)
            .filter(pk=medio_id, confirmado_en=None, codigo_enviado_en=None)
            .first()
        )
        if medio is None:
            return
        codigo = f"{secrets.randbelow(10**6):06d}"
        medio.codigo_digest = _digest(medio, codigo)
        medio.codigo_enviado_en = ahora
        medio.save(update_fields=["codigo_digest", "codigo_enviado_en"])
        _enviar(medio, codigo=codigo, ahora=ahora)


def _enviar(medio: MedioContacto, *, codigo: str, ahora: datetime) -> None:
    if medio.canal == MedioContacto.Canal.CELULAR:
        envios.enviar_sms(medio.destino, texto=f"Buzón IMSS (demostración). Tu código: {codigo}", ahora=ahora)
        return
    texto = (
        f"Tu código para confirmar este correo en el Buzón IMSS es {codigo}.\n\n"
        "Sirve durante diez minutos. Si no lo pediste, ignora este mensaje: nada cambia sin tu e.firma.\n\n"
        "Clon demostrativo, sin validez oficial.\n"
    )
    envios.enviar_correo(medio.destino, asunto="Código del Buzón IMSS", texto=texto, ahora=ahora)


def reenviar_pendientes(*, ahora: datetime) -> None:
    """Enqueue again the codes that were asked for and not sent (a broker or a gateway was down)."""
    pendientes = MedioContacto.objects.filter(
        confirmado_en=None, codigo_enviado_en=None, codigo_pedido_en__lt=ahora - REENVIO_TARDIO
    ).filter(codigo_pedido_en__gt=ahora - REENVIO_MAXIMO)
    for medio_id in pendientes.order_by("codigo_pedido_en").values_list("pk", flat=True)[:500]:
        encolar("cuentas.enviar_codigo", medio_id=medio_id)


def comprobar(medio: MedioContacto, *, codigo: str, ahora: datetime) -> type[CodigoRechazado] | None:
    """Return why the code does not confirm this (locked) means of contact; a wrong one uses up a try."""
    enviado = medio.codigo_enviado_en
    if enviado is None or enviado + VIGENCIA <= ahora or medio.codigo_intentos >= INTENTOS:
        return CodigoVencido
    if not constant_time_compare(_digest(medio, codigo), medio.codigo_digest):
        MedioContacto.objects.filter(pk=medio.pk).update(codigo_intentos=F("codigo_intentos") + 1)
        return CodigoIncorrecto
    return None


def _digest(medio: MedioContacto, codigo: str) -> str:
    return salted_hmac(
        "cuentas.codigo", f"{medio.pk}:{medio.destino}:{codigo}", algorithm="sha256"
    ).hexdigest()
