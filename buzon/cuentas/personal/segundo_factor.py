"""The second factor of the staff: a TOTP (RFC 6238) of 160 bits and ten recovery codes of one use (django-otp)."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

import segno
from django.db import transaction
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Usuario

NOMBRE = "Aplicación de códigos"
CODIGOS = 10
# No i, l, o, 0, 1, which are mistaken on paper: 12 of these 31 are about 59 bits.
_ALFABETO = "abcdefghjkmnpqrstuvwxyz23456789"
_LARGO = 12


@dataclass(frozen=True, slots=True)
class Inscripcion:
    """What an application of codes is to be told: the secret in base32, and the same in a QR (PNG, data URI)."""

    secreto: str
    qr: str

    @property
    def grupos(self) -> list[str]:
        """The secret in fours, as it is typed; the page parts them with space alone, so that it is copied whole."""
        return [self.secreto[desde : desde + 4] for desde in range(0, len(self.secreto), 4)]


def secreto_de(dispositivo: TOTPDevice) -> str:
    """Return the secret in base32, as applications take it."""
    return b32encode(dispositivo.bin_key).decode("ascii")


def dispositivo_de(usuario: Usuario) -> TOTPDevice | None:
    """Return the confirmed one, if there is."""
    return TOTPDevice.objects.filter(user=usuario, confirmed=True).first()


def retener(clase: type[Device], *, usuario: Usuario, sin_espera: bool = False) -> Device | None:
    """Return the confirmed one, held until the end of the transaction: of those who show a code at once each waits.

    `sin_espera` leaves out the wait that wrong codes left: for whoever has a count of their own (`accesos`).
    """
    dispositivo: Device | None = (
        clase.objects.select_for_update().filter(user=usuario, confirmed=True).first()
    )
    if dispositivo is not None and sin_espera:
        dispositivo.throttle_reset(commit=False)
    return dispositivo


def probar_en_vano() -> None:
    """Do the work of judging a code, where there is none to judge."""
    TOTP(bytes(20)).verify(0, tolerance=1)


def llave_nueva() -> str:
    """Return a secret of 160 bits, in hexadecimal; until its enrolment it belongs to one session alone."""
    return str(random_hex(20))


def inscripcion_de(usuario: Usuario, *, llave: str) -> Inscripcion:
    dispositivo = TOTPDevice(user=usuario, key=llave, name=NOMBRE)
    qr = segno.make(dispositivo.config_url, error="m").png_data_uri(scale=5)
    return Inscripcion(secreto_de(dispositivo), qr)


@transaction.atomic
def inscribir(
    usuario: Usuario, *, llave: str, codigo: str, ahora: datetime
) -> tuple[TOTPDevice, list[str]] | None:
    """Make the secret that gave this code the account's second factor, with its recovery codes.

    None where the code is not right, where the account has a second factor already, and where its password is no
    longer the one that opened the session.
    """
    suya = Usuario.objects.select_for_update().filter(
        pk=usuario.pk, password=usuario.password, is_active=True
    )
    if not suya.exists() or dispositivo_de(usuario) is not None:
        return None
    # Made before it is proved: django-otp writes on its row that this code was used, and so it opens nothing again.
    dispositivo = TOTPDevice.objects.create(user=usuario, key=llave, name=NOMBRE)
    if not dispositivo.verify_token(codigo):
        transaction.set_rollback(True)
        return None
    quien = usuario.get_username()
    bitacora.anotar("personal.segundo_factor", ahora=ahora, detalle={"usuario": quien, "autor": quien})
    return dispositivo, nuevos_codigos(usuario, ahora=ahora)


def nuevos_codigos(usuario: Usuario, *, ahora: datetime) -> list[str]:
    """Make ten recovery codes; those of before are no longer good."""
    codigos = ["".join(secrets.choice(_ALFABETO) for _ in range(_LARGO)) for _ in range(CODIGOS)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=usuario).delete()
        dispositivo = StaticDevice.objects.create(user=usuario, name="Códigos de recuperación")
        StaticToken.objects.bulk_create(StaticToken(device=dispositivo, token=codigo) for codigo in codigos)
        quien = usuario.get_username()
        detalle = {"usuario": quien, "autor": quien}
        bitacora.anotar("personal.codigos_de_recuperacion", ahora=ahora, detalle=detalle)
    return codigos


@transaction.atomic
def renovar_codigos(usuario: Usuario, *, codigo: str, ahora: datetime) -> list[str] | None:
    """Make new recovery codes for whoever gives a code of the application; None where it is not right."""
    dispositivo = retener(TOTPDevice, usuario=usuario, sin_espera=True)
    if dispositivo is None or not dispositivo.verify_token(codigo):
        return None
    return nuevos_codigos(usuario, ahora=ahora)


def codigos_restantes(usuario: Usuario) -> int:
    return int(StaticToken.objects.filter(device__user=usuario).count())
