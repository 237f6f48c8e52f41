"""What follows a signed change without another signature: confirm an address, ask for a code again, give it up."""

from datetime import datetime

from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.cuentas import codigos, reglas
from buzon.cuentas.avisos import avisar, destino_de
from buzon.cuentas.errores import MedioCaducado
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.cuentas.textos_medios import aviso_de_sustitucion
from buzon.web.errores import NoEncontrado


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
        rechazo = codigos.comprobar(medio, codigo=codigo, ahora=ahora)
        if rechazo is None:
            _confirmar(medio, rfc=rfc, ahora=ahora)
    if rechazo is not None:
        raise rechazo([medio.canal])
    return medio


def _bloquear(rfc: str, *, medio_id: int) -> MedioContacto:
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
        ultimo = destino_de(anterior)
        aviso = aviso_de_sustitucion(anterior, nuevo=medio, ahora=ahora)
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
            codigos.contar_pedidos(rfc, destinos=[medio.destino])
            codigos.pedir([medio], ahora=ahora)
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
