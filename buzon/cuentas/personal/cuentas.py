"""The accounts of the staff: made, changed, given back, and their password."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Personal, Usuario
from buzon.cuentas.personal.roles import Rol
from buzon.padron.models import Subdelegacion
from buzon.valores.contacto import enmascarar

LARGO_DE_CONTRASENA = 18  # bytes at random: 24 characters, of which the policy asks for 15


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
    """Make an account and return its password, which its holder changes at the first entry.

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


class CambioImposible(ValueError):
    """The account cannot be as it is asked to be; the message says why, to whoever runs the command."""


@dataclass(frozen=True, slots=True)
class CambioDeCuenta:
    """What changes; None stays as it is. `subdelegacion` is a key, or "" for the whole country.

    The mark of a head goes with the office: it is lost by whoever changes role or office or leaves, unless it is given.
    """

    activa: bool | None = None
    rol: Rol | None = None
    subdelegacion: str | None = None
    es_jefatura: bool | None = None
    correo: str | None = None

    @property
    def es_de_lugar(self) -> bool:
        """Whether it is about what only somebody with a role has."""
        return (self.rol, self.subdelegacion, self.es_jefatura) != (None, None, None)


@transaction.atomic
def cambiar_cuenta(
    usuario: Usuario, cambio: CambioDeCuenta, *, autor: str, ahora: datetime
) -> Personal | None:
    """Change an account of the staff, end its sessions, and return its row as it is now (a superuser may have none).

    Raises CambioImposible, also where nothing would change; IntegrityError where the office has a head already.
    """
    # Whoever assigns a request holds this row too: nothing is given to somebody who leaves.
    cuenta = Usuario.objects.select_for_update().get(pk=usuario.pk)
    personal = Personal.objects.select_for_update().filter(usuario=cuenta).first()
    antes = _como_esta(cuenta, personal)
    _cambiar_lo_de_todos(cuenta, cambio)
    if personal is not None:
        personal.usuario = cuenta
        _cambiar_lugar(personal, cambio)
    elif cambio.es_de_lugar:
        raise CambioImposible(
            "Esa cuenta no tiene rol: sólo se le cambia el correo, o se da de baja o de alta."
        )
    despues = _como_esta(cuenta, personal)
    distintos = sorted(clave for clave in despues if antes[clave] != despues[clave])
    if not distintos:
        raise CambioImposible("La cuenta ya está así.")
    cerrar_sesiones(cuenta, ahora=ahora)
    de, a = ({clave: _visible(clave, estado[clave]) for clave in distintos} for estado in (antes, despues))
    detalle = {"usuario": cuenta.get_username(), "autor": autor, "de": de, "a": a}
    bitacora.anotar("personal.cambio", ahora=ahora, detalle=detalle)
    return personal


def _cambiar_lo_de_todos(cuenta: Usuario, cambio: CambioDeCuenta) -> None:
    if cambio.activa is not None:
        cuenta.is_active = cambio.activa
    if cambio.correo is not None:
        if impedimento := impedimento_de_correo(cambio.correo):
            raise CambioImposible(impedimento)
        cuenta.email = cambio.correo
    cuenta.save(update_fields=["is_active", "email"])


def _cambiar_lugar(personal: Personal, cambio: CambioDeCuenta) -> None:
    """Give somebody their place; a role that has no office leaves the one that there was."""
    antes = (personal.rol, personal.subdelegacion_id or "")
    rol = cambio.rol or Rol(personal.rol)
    oficina = cambio.subdelegacion
    if oficina is None:
        oficina = antes[1] if rol.tiene_oficina else ""
    es_jefatura = cambio.es_jefatura
    if es_jefatura is None:
        es_jefatura = personal.es_jefatura and antes == (rol, oficina) and personal.usuario.is_active
    impedimento = impedimento_de_oficina(rol, subdelegacion=oficina, es_jefatura=es_jefatura)
    if impedimento:
        raise CambioImposible(impedimento)
    personal.rol, personal.subdelegacion_id, personal.es_jefatura = rol.value, oficina or None, es_jefatura
    personal.save(update_fields=["rol", "subdelegacion", "es_jefatura"])


def _como_esta(cuenta: Usuario, personal: Personal | None) -> dict[str, str | bool]:
    estado: dict[str, str | bool] = {"activa": cuenta.is_active, "correo": cuenta.email}
    if personal is not None:
        estado |= {
            "rol": personal.rol,
            "subdelegacion": personal.subdelegacion_id or "",
            "jefatura": personal.es_jefatura,
        }
    return estado


def _visible(clave: str, valor: str | bool) -> str | bool:
    """Return a value as the log may hold it: addresses masked."""
    return enmascarar(str(valor)) if clave == "correo" and valor else valor


def cerrar_sesiones(usuario: Usuario, *, ahora: datetime) -> None:
    """End every session of an account. Each is opened to see whose it is: for orders on the server, not for pages."""
    abiertas = Session.objects.filter(expire_date__gt=ahora).iterator()
    suyas = [una.pk for una in abiertas if una.get_decoded().get(SESSION_KEY) == str(usuario.pk)]
    Session.objects.filter(pk__in=suyas).delete()
