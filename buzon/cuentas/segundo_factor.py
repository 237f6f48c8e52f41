"""The second factor of the staff: a TOTP (RFC 6238) of 160 bits and ten recovery codes of one use (django-otp)."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

import segno
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Usuario

NOMBRE = "Aplicación de códigos"
CODIGOS = 10
_ALFABETO = "abcdefghjkmnpqrstuvwxyz23456789"
_LARGO = 12


@dataclass(frozen=True, slots=True)
class Inscripcion:
    """What an application of codes is to be told: the secret in base32, and the same in a QR (PNG, data URI)."""

    secreto: str
    qr: str


def secreto_de(dispositivo: TOTPDevice) -> str:
    """Return the secret in base32, as applications take it."""
    return b32encode(dispositivo.bin_key).decode("ascii")


def dispositivo_de(usuario: Usuario) -> TOTPDevice | None:
    """Return the confirmed one, if there is."""
    return TOTPDevice.objects.filter(user=usuario, confirmed=True).first()


def retener(clase: type[Device], *, usuario: Usuario) -> Device | None:
    """Return the confirmed one, held until the end of the transaction: of those who show a code at once each waits."""
    return clase.objects.select_for_update().filter(user=usuario, confirmed=True).first()


def inscripcion_de(usuario: Usuario) -> Inscripcion:
    """Return what is to be scanned; the same until it is confirmed."""
    dispositivo, _ = TOTPDevice.objects.get_or_create(user=usuario, confirmed=False, name=NOMBRE)
    qr = segno.make(dispositivo.config_url, error="m").png_data_uri(scale=5)
    return Inscripcion(secreto_de(dispositivo), qr)


def confirmar(usuario: Usuario, *, codigo: str, ahora: datetime) -> TOTPDevice | None:
    """Take the device that gave this code as the account's second factor; None where the code is not right.

    Tries are slowed down by the device (django-otp).
    """
    with transaction.atomic():
        pendientes = TOTPDevice.objects.select_for_update().filter(user=usuario, confirmed=False)
        dispositivo = pendientes.first()
        if dispositivo is None or not dispositivo.verify_token(codigo):
            return None
        dispositivo.confirmed = True
        dispositivo.save(update_fields=["confirmed"])
        bitacora.anotar("personal.segundo_factor", ahora=ahora, detalle={"usuario": usuario.get_username()})
    return dispositivo


def nuevos_codigos(usuario: Usuario, *, ahora: datetime) -> list[str]:
    """Make ten recovery codes; those of before are no longer good."""
    codigos = ["".join(secrets.choice(_ALFABETO) for _ in range(_LARGO)) for _ in range(CODIGOS)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=usuario).delete()
        dispositivo = StaticDevice.objects.create(user=usuario, name="Códigos de recuperación")
        StaticToken.objects.bulk_create(StaticToken(device=dispositivo, token=codigo) for codigo in codigos)
        bitacora.anotar(
            "personal.codigos_de_recuperacion", ahora=ahora, detalle={"usuario": usuario.get_username()}
        )
    return codigos


@transaction.atomic
def renovar_codigos(usuario: Usuario, *, codigo: str, ahora: datetime) -> list[str] | None:
    """Make new recovery codes for whoever gives a code of her application; None where it is not right."""
    dispositivo = retener(TOTPDevice, usuario=usuario)
    if dispositivo is None or not dispositivo.verify_token(codigo):
        return None
    return nuevos_codigos(usuario, ahora=ahora)


def codigos_restantes(usuario: Usuario) -> int:
    """Return how many recovery codes are left."""
    return int(StaticToken.objects.filter(device__user=usuario).count())
