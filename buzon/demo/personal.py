"""The demo's staff for /admin/: one account with every permission, and one a role."""

import hashlib
import json
import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.cuentas import Alta, crear_personal
from buzon.cuentas.personal.roles import Rol
from buzon.cuentas.personal.segundo_factor import NOMBRE, secreto_de
from buzon.demo.autoridad import escribir
from buzon.padron.models import Subdelegacion

USUARIO = "personal"
# Each with an RFC of its own, none of a demo person.
ROLES = (
    Alta("orientador", Rol.ORIENTADOR, "OIEA800101AB1"),
    Alta("subdelegacion", Rol.SUBDELEGACION, "SUDA800101AB1", subdelegacion="primera"),
    Alta("jefatura", Rol.SUBDELEGACION, "JEFA800101AB1", subdelegacion="primera", es_jefatura=True),
    Alta("otra_subdelegacion", Rol.SUBDELEGACION, "OUDA800101AB1", subdelegacion="segunda"),
    Alta("normativa", Rol.NORMATIVA, "NOAA800101AB1"),
    Alta("auditoria", Rol.AUDITORIA, "AUDA800101AB1"),
    Alta("operacion", Rol.OPERACION, "OEAA800101AB1"),
)


def preparar_personal(carpeta: Path, *, ahora: datetime) -> None:
    """Make the accounts that are missing, each with password and second factor, kept in `personal.json` (0600)."""
    archivo = carpeta / "personal.json"
    escritos: dict[str, Any] = json.loads(archivo.read_bytes()) if archivo.is_file() else {}
    de_antes = {cuenta["usuario"]: cuenta for cuenta in (escritos, *escritos.get("roles", [])) if cuenta}
    oficinas = list(Subdelegacion.objects.order_by("pk").values_list("pk", flat=True)[:2])
    claves = dict(zip(("primera", "segunda"), oficinas, strict=True))
    cuenta = Usuario.objects.filter(username=USUARIO).first()
    principal = _con_acceso(
        cuenta or Usuario.objects.create_superuser(USUARIO, password=None), de_antes.get(USUARIO)
    )
    roles = [_de_un_rol(alta, claves, de_antes.get(alta.usuario), ahora=ahora) for alta in ROLES]
    datos = principal | {"roles": roles}
    if datos != escritos:
        escribir(archivo, json.dumps(datos, indent=1).encode(), secreto=True)


def _de_un_rol(
    alta: Alta, claves: dict[str, str], de_antes: dict[str, str] | None, *, ahora: datetime
) -> dict[str, str]:
    clave = claves.get(alta.subdelegacion, "")
    cuenta = Usuario.objects.filter(username=alta.usuario).first()
    if cuenta is None:
        completa = replace(alta, subdelegacion=clave, correo=f"{alta.usuario}@personal.ejemplo.mx")
        crear_personal(completa, autor="demo", ahora=ahora, provisional=False)
        cuenta = Usuario.objects.get(username=alta.usuario)
    return _con_acceso(cuenta, de_antes) | {"rol": alta.rol.value, "subdelegacion": clave}


def _con_acceso(cuenta: Usuario, de_antes: dict[str, str] | None) -> dict[str, str]:
    """Return what enters, the same as long as the file and the account agree.

    `huella` tells that they do: to check eight passwords would take seconds at every start.
    """
    escrita = de_antes or {}
    contrasena = escrita.get("contrasena") or secrets.token_urlsafe(18)
    if cuenta.contrasena_provisional or escrita.get("huella") != _huella(cuenta):
        cuenta.set_password(contrasena)
        cuenta.contrasena_provisional = False
        cuenta.save(update_fields=["password", "contrasena_provisional"])
    dispositivo, _ = TOTPDevice.objects.get_or_create(user=cuenta, confirmed=True, name=NOMBRE)
    return {
        "usuario": cuenta.username,
        "contrasena": contrasena,
        "huella": _huella(cuenta),
        "totp_secreto": secreto_de(dispositivo),
    }


def _huella(cuenta: Usuario) -> str:
    return hashlib.sha256(cuenta.password.encode()).hexdigest()
