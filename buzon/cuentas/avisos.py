"""Telling a person something: in her inbox, and by the means of contact that she confirmed."""

from collections.abc import Sequence
from datetime import datetime

from buzon.cuentas.models import MedioContacto
from buzon.mensajes import services as mensajes
from buzon.mensajes.models import Canal, Mensaje
from buzon.mensajes.services import Aviso, Destino


def avisar(rfc: str, *, aviso: Aviso, ahora: datetime, ademas: Sequence[Destino] = ()) -> Mensaje:
    """Tell it in the inbox of the RFC, to each of its confirmed e-mails, and by SMS to its principal cell phone.

    Runs inside the caller's transaction: what happened and its notice stand or fall together. `ademas` are further
    addresses, such as one that is just being replaced. Somebody without confirmed means only gets the message.
    """
    return mensajes.depositar(rfc, aviso=aviso, destinos=[*destinos_de(rfc), *ademas], ahora=ahora)


def destinos_de(rfc: str) -> list[Destino]:
    """Return where notices of the RFC go."""
    medios = MedioContacto.objects.filter(contribuyente__rfc=rfc, confirmado_en__isnull=False)
    return [destino_de(medio) for medio in medios.order_by("pk") if _recibe(medio)]


def destino_de(medio: MedioContacto) -> Destino:
    """Return a means of contact as an address."""
    canal = Canal.CORREO if medio.canal == MedioContacto.Canal.CORREO else Canal.SMS
    return Destino(canal, medio.destino)


def _recibe(medio: MedioContacto) -> bool:
    return medio.canal == MedioContacto.Canal.CORREO or medio.principal
