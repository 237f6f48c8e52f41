"""The accounts of the staff: made, given back, and their password."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Personal, Usuario
from buzon.cuentas.personal.roles import Rol
from buzon.padron.models import Subdelegacion

LARGO_DE_CONTRASENA = 18  # bytes at random


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
