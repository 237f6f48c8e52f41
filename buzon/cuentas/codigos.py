"""Codes of six digits that confirm a means of contact: asked for, sent by the worker, and written back.

A code is the HOTP (RFC 4226) of a key that nothing keeps: of the secret of the portal, the means of contact and the
identity of the message that carries it. Sent again it is the same code in the same message; asked for anew, another.
"""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django_otp.oath import hotp

from buzon.bitacora import services as bitacora
from buzon.cuentas import reglas
from buzon.cuentas.avisos import avisar, destino_de, medio_sustituido
from buzon.cuentas.errores import CodigoIncorrecto, CodigoRechazado, CodigoVencido, MedioCaducado
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.mensajes import salida
from buzon.mensajes.entrega import EnDuda, FallaPermanente
from buzon.mensajes.reglas import espera
from buzon.web.errores import NoEncontrado
from buzon.web.limites import contar
from buzon.web.tareas import encolar

TAREA = "cuentas.enviar_codigo"
VIGENCIA = timedelta(minutes=10)
INTENTOS = 5  # guesses out of a million; then a code is asked for anew, which `codigos_rfc` counts
EN_COLA = timedelta(seconds=20)
"""For so long the task that was enqueued with the request is waited for."""

EN_CURSO = timedelta(minutes=2)
"""For so long a try that was begun is waited for: longer than a task may take."""

REPETICION = timedelta(minutes=1)
ENVIO_MAXIMO = timedelta(hours=1)
"""For so long after it was asked for a code is tried to be sent."""

LOTE = 500


def contar_pedidos(rfc: str, *, destinos: Sequence[str]) -> None:
    """Count one request of codes by this RFC, and one to each address; raises DemasiadasSolicitudes."""
    contar("codigos_rfc", clave=rfc)
    for destino in destinos:
        # No address lies in Redis in clear, and capitals do not make another one.
        destino_oculto = hashlib.sha256(destino.casefold().encode()).hexdigest()
        contar("codigos_destino", clave=destino_oculto)


def pedir(medios: Sequence[MedioContacto], *, ahora: datetime) -> None:
    """Ask for a code to each of these that is not confirmed, inside the caller's transaction; older codes end."""
    for medio in medios:
        # Another identity is another code: the one on its way, or read already, is no longer good.
        envio = uuid.uuid4()
        pedido = MedioContacto.objects.filter(pk=medio.pk, confirmado_en=None).update(
            codigo_envio=envio,
            codigo_pedido_en=ahora,
            codigo_enviado_en=None,
            codigo_intentos=0,
            codigo_envios=0,
            codigo_proximo_en=ahora + EN_COLA,
            codigo_por="",
            codigo_devuelto=False,
        )
        if pedido:
            encolar(TAREA, medio_id=medio.pk, envio=str(envio), intentos=0)


def enviar(medio_id: int, *, envio: uuid.UUID, intentos: int, ahora: datetime) -> None:
    """Try for the `intentos`-th time (from 0) to send the code of that request; nothing is held meanwhile.

    Tasks that ask for the same try are one: the first counts it. One that dies half-way is tried again, with the same
    code under the same identity. A code that may have arrived is good from then on.
    """
    medio = _tomar(medio_id, envio=envio, intentos=intentos, ahora=ahora)
    if medio is None:
        return
    otra_vez = ahora + espera(medio.codigo_envios)
    try:
        _enviar(medio)
    except FallaPermanente:
        _anotar(medio, codigo_proximo_en=None, codigo_devuelto=True)
    except EnDuda as duda:
        # It may have arrived: whoever reads it must not be told that it is not good.
        _anotar(medio, codigo_enviado_en=ahora, codigo_por=duda.por, codigo_proximo_en=otra_vez)
    except OSError:
        _anotar(medio, codigo_proximo_en=otra_vez)
    else:
        _anotar(medio, codigo_enviado_en=ahora, codigo_proximo_en=None)


def _tomar(medio_id: int, *, envio: uuid.UUID, intentos: int, ahora: datetime) -> MedioContacto | None:
    pendiente = MedioContacto.objects.filter(
        pk=medio_id, confirmado_en=None, codigo_envio=envio, codigo_proximo_en__isnull=False
    )
    # Counted before it is made, by one conditional UPDATE: no lock is held while a server answers.
    contado = pendiente.filter(codigo_envios=intentos).update(
        codigo_envios=F("codigo_envios") + 1, codigo_proximo_en=ahora + EN_CURSO
    )
    return pendiente.first() if contado else None


def _anotar(medio: MedioContacto, **cambios: Any) -> None:
    """Say how a try ended, unless another code was asked for, or the means of contact changed, meanwhile."""
    MedioContacto.objects.filter(
        pk=medio.pk, codigo_envio=medio.codigo_envio, codigo_envios=medio.codigo_envios
    ).update(**cambios)


def _enviar(medio: MedioContacto) -> None:
    codigo = _codigo(medio)
    if medio.canal == MedioContacto.Canal.CELULAR:
        salida.enviar_sms(
            medio.codigo_envio,
            numero=medio.destino,
            texto=f"Buzón IMSS (demostración). Tu código: {codigo}. Vence en 10 min.",
            en=medio.codigo_pedido_en,
            dudosa=medio.codigo_por,
            intentos=medio.codigo_envios,
        )
        return
    texto = (
        f"Tu código para confirmar este correo en el Buzón IMSS es {codigo}.\n\n"
        "Sirve durante diez minutos. Si no lo pediste, ignora este mensaje: nada cambia sin tu e.firma.\n\n"
        "Clon demostrativo, sin validez oficial.\n"
    )
    asunto = "Código del Buzón IMSS"
    salida.enviar_correo(
        medio.codigo_envio, destino=medio.destino, asunto=asunto, texto=texto, en=medio.codigo_pedido_en
    )


def reenviar_pendientes(*, ahora: datetime) -> None:
    """Ask again for the codes that are due and were asked for less than ENVIO_MAXIMO ago."""
    with transaction.atomic():
        pendientes = list(
            MedioContacto.objects.select_for_update(skip_locked=True)
            .filter(
                codigo_proximo_en__lte=ahora, codigo_pedido_en__gt=ahora - ENVIO_MAXIMO, confirmado_en=None
            )
            .order_by("codigo_proximo_en")[:LOTE]
        )
        claves = [medio.pk for medio in pendientes]
        MedioContacto.objects.filter(pk__in=claves).update(codigo_proximo_en=ahora + REPETICION)
    for medio in pendientes:
        encolar(TAREA, medio_id=medio.pk, envio=str(medio.codigo_envio), intentos=medio.codigo_envios)


def comprobar(medio: MedioContacto, *, codigo: str, ahora: datetime) -> type[CodigoRechazado] | None:
    """Return why the code does not confirm this (locked) means of contact; a wrong one uses up a try."""
    enviado = medio.codigo_enviado_en
    if enviado is None or enviado + VIGENCIA <= ahora or medio.codigo_intentos >= INTENTOS:
        return CodigoVencido
    if not constant_time_compare(_codigo(medio), codigo):
        MedioContacto.objects.filter(pk=medio.pk).update(codigo_intentos=F("codigo_intentos") + 1)
        return CodigoIncorrecto
    return None


def _codigo(medio: MedioContacto) -> str:
    # Its counter stays at 0: what makes each code another one is the identity in the key.
    de_quien = f"{medio.pk}:{medio.destino}:{medio.codigo_envio}"
    return f"{hotp(salted_hmac('cuentas.codigo', de_quien, algorithm='sha256').digest(), 0):06d}"


def confirmar_medio(rfc: str, *, medio_id: int, codigo: str, ahora: datetime) -> MedioContacto:
    """Confirm an address with its code; one that takes the place of another inherits whether it is the principal.

    Confirming twice changes nothing. Raises NoEncontrado for what is not the person's, MedioCaducado after 72 hours,
    CodigoVencido and CodigoIncorrecto (whose try is counted).
    """
    with transaction.atomic():
        medio = _bloquear(rfc, medio_id=medio_id)
        if medio.confirmado_en is not None:
            return medio
        _exigir_a_tiempo(medio, ahora=ahora)
        rechazo = comprobar(medio, codigo=codigo, ahora=ahora)
        if rechazo is None:
            _confirmar(medio, rfc=rfc, ahora=ahora)
    # Outside the transaction, which would take back the try that was counted.
    if rechazo is not None:
        raise rechazo([medio.canal])
    return medio


def _bloquear(rfc: str, *, medio_id: int) -> MedioContacto:
    # The taxpayer first, as every change of the means of contact does: no two wait for each other.
    contribuyente = Contribuyente.objects.select_for_update().get(rfc=rfc)
    propios = MedioContacto.objects.select_for_update(of=("self",)).select_related("sustituye")
    medio = propios.filter(pk=medio_id, contribuyente=contribuyente).first()
    if medio is None:
        raise NoEncontrado(str(medio_id))
    return medio


def _exigir_a_tiempo(medio: MedioContacto, *, ahora: datetime) -> None:
    if reglas.esta_caducado(medio.registrado_en, ahora=ahora):
        raise MedioCaducado(medio.destino_enmascarado)


def _confirmar(medio: MedioContacto, *, rfc: str, ahora: datetime) -> None:
    anterior = medio.sustituye
    medio.confirmado_en, medio.sustituye = ahora, None
    if anterior is not None:
        medio.principal = anterior.principal
        # Kept before the row goes: the address that loses its place is told too, so that a hijack reaches it.
        ultimo = destino_de(anterior)
        aviso = medio_sustituido(anterior, nuevo=medio, ahora=ahora)
        anterior.delete()
    medio.save(update_fields=["confirmado_en", "sustituye", "principal"])
    detalle = {"medio": medio.destino_enmascarado}
    if anterior is not None:
        detalle["en_lugar_de"] = anterior.destino_enmascarado
        avisar(rfc, aviso=aviso, ahora=ahora, ademas=[ultimo])
    bitacora.anotar("cuentas.confirmar_medio", ahora=ahora, rfc=rfc, detalle=detalle)


def reenviar_codigo(rfc: str, *, medio_id: int, ahora: datetime) -> MedioContacto:
    """Ask for a new code to an address that is not confirmed; the old code stops working.

    Raises NoEncontrado, MedioCaducado and DemasiadasSolicitudes.
    """
    with transaction.atomic():
        medio = _bloquear(rfc, medio_id=medio_id)
        if medio.confirmado_en is None:
            _exigir_a_tiempo(medio, ahora=ahora)
            contar_pedidos(rfc, destinos=[medio.destino])
            pedir([medio], ahora=ahora)
            detalle = {"medio": medio.destino_enmascarado}
            bitacora.anotar("cuentas.reenviar_codigo", ahora=ahora, rfc=rfc, detalle=detalle)
    return medio


def desistir(rfc: str, *, medio_id: int, ahora: datetime) -> bool:
    """Drop an address that is not confirmed, and tell whether it was dropped; a confirmed one takes a signature.

    Raises NoEncontrado.
    """
    with transaction.atomic():
        medio = _bloquear(rfc, medio_id=medio_id)
        if medio.confirmado_en is not None:
            return False
        detalle = {"medio": medio.destino_enmascarado}
        medio.delete()
        bitacora.anotar("cuentas.desistir_de_medio", ahora=ahora, rfc=rfc, detalle=detalle)
    return True
