"""The staff: who acts, how far she sees, and her account."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora import services as bitacora
from buzon.cuentas.errores import RfcPropio, SinPersonal
from buzon.cuentas.models import Personal, Usuario
from buzon.cuentas.roles import Rol
from buzon.padron.models import Subdelegacion

LARGO_DE_CONTRASENA = 18  # bytes at random


@dataclass(frozen=True, slots=True)
class Funcionario:
    """Whoever acts for the Institute: her name in the log, her own RFC and the office that she is confined to.

    `subdelegacion` is a key, or nothing for the whole country. A superuser without a row of the staff has no RFC.
    """

    usuario: str
    personal_id: int | None = None
    rol: str = ""
    rfc: str = ""
    subdelegacion: str = ""
    es_jefatura: bool = False

    @classmethod
    def de(cls, usuario: Any) -> "Funcionario":
        """Return who a member of the staff is, in one query at most: the account remembers its row."""
        personal: Personal | None = getattr(usuario, "personal", None)
        if personal is None:
            return cls(usuario.get_username())
        return cls(
            usuario=usuario.get_username(),
            personal_id=personal.pk,
            rol=personal.rol,
            rfc=personal.rfc,
            subdelegacion=personal.subdelegacion_id or "",
            es_jefatura=personal.es_jefatura,
        )

    def exigir_persona(self) -> None:
        """Raise SinPersonal where the account is of nobody who is known by an RFC."""
        if self.personal_id is None:
            raise SinPersonal(self.usuario)

    def exigir_ajeno(self, *rfcs: str) -> None:
        """Raise RfcPropio where one of the RFCs (the holder's, her representative's) is her own."""
        if self.rfc and self.rfc in rfcs:
            raise RfcPropio(self.usuario)


@dataclass(frozen=True, slots=True)
class Alta:
    """What an account of the staff is made from; `subdelegacion` is a key, or nothing."""

    usuario: str
    rol: Rol
    rfc: str
    subdelegacion: str = ""
    es_jefatura: bool = False
    nombre: str = ""
    correo: str = ""


def impedimento_de_correo(correo: str) -> str:
    """Return, to whoever runs a command, why an address is none; nothing where it is, or is left empty."""
    try:
        if correo:
            validate_email(correo)
    except ValidationError:
        return f"«{correo}» no es un correo válido."
    return ""


def impedimento_de_oficina(rol: Rol, *, subdelegacion: str, es_jefatura: bool) -> str:
    """Return, to whoever runs a command, why an office does not go with a role; nothing where it does."""
    if rol is Rol.SUBDELEGACION and not subdelegacion:
        return "El rol SUBDELEGACION necesita --subdelegacion."
    if subdelegacion and not rol.tiene_oficina:
        return f"El rol {rol} no lleva --subdelegacion."
    if es_jefatura and rol is not Rol.SUBDELEGACION:
        return "Sólo el rol SUBDELEGACION lleva --jefatura."
    if subdelegacion and not Subdelegacion.objects.filter(pk=subdelegacion).exists():
        return f"No hay una subdelegación con la clave «{subdelegacion}»."
    return ""


@transaction.atomic
def crear_personal(alta: Alta, *, autor: str, ahora: datetime, provisional: bool = True) -> str:
    """Make an account and return its password, which its holder changes at her first entry.

    Raises IntegrityError where account, RFC or head of that office are there already, or office and role do not agree.
    """
    contrasena = secrets.token_urlsafe(LARGO_DE_CONTRASENA)
    usuario = Usuario.objects.create_user(
        alta.usuario,
        email=alta.correo,
        password=contrasena,
        is_staff=True,
        first_name=alta.nombre[:150],
        contrasena_provisional=provisional,
    )
    Personal.objects.create(
        usuario=usuario,
        rol=alta.rol,
        rfc=alta.rfc,
        subdelegacion_id=alta.subdelegacion or None,
        es_jefatura=alta.es_jefatura,
        creado_en=ahora,
    )
    detalle = {"usuario": alta.usuario, "autor": autor, "rol": alta.rol, "subdelegacion": alta.subdelegacion}
    bitacora.anotar("personal.alta", ahora=ahora, detalle=detalle)
    return contrasena


@transaction.atomic
def restablecer_acceso(usuario: Usuario, *, autor: str, ahora: datetime) -> str:
    """Take away the second factor and the password, end every session of the account, and return a new password.

    The account is then as new: it changes its password and enrols a second factor at the next entry.
    """
    contrasena = secrets.token_urlsafe(LARGO_DE_CONTRASENA)
    usuario.set_password(contrasena)
    usuario.contrasena_provisional = True
    # First of all: whoever enrols at this moment holds the row.
    usuario.save(update_fields=["password", "contrasena_provisional"])
    for dispositivo in (TOTPDevice, StaticDevice):
        dispositivo.objects.filter(user=usuario).delete()
    detalle = {"usuario": usuario.get_username(), "autor": autor}
    bitacora.anotar("personal.acceso_restablecido", ahora=ahora, detalle=detalle)
    return contrasena


@transaction.atomic
def cambiar_contrasena(usuario: Usuario, *, nueva: str, ahora: datetime) -> None:
    """Set the password that its holder chose; nothing else of the account is written."""
    usuario.set_password(nueva)
    usuario.contrasena_provisional = False
    usuario.save(update_fields=["password", "contrasena_provisional"])
    quien = usuario.get_username()
    bitacora.anotar("personal.contrasena", ahora=ahora, detalle={"usuario": quien, "autor": quien})
