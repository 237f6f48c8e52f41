"""`manage.py crear_personal`: an account of the staff with its role; or a lost access, made anew."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from buzon.bitacora.services import operador
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.cuentas import (
    Alta,
    crear_personal,
    impedimento_de_correo,
    impedimento_de_oficina,
    restablecer_acceso,
)
from buzon.cuentas.personal.roles import Rol
from buzon.valores.identificadores import validar_rfc
from buzon.valores.rechazo import Rechazo


class Command(BaseCommand):
    """Prints a password that its holder changes at her first entry, where she also enrols her second factor."""

    help = (
        "Crea una cuenta del personal y dice su contraseña provisional; con --restablecer, renueva su acceso."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who it is."""
        parser.add_argument("usuario", help="nombre de usuario")
        parser.add_argument("--rol", type=str.upper, choices=[rol.value for rol in Rol], help="qué hace")
        parser.add_argument("--rfc", help="su propio RFC, sobre el que no podrá actuar")
        parser.add_argument("--subdelegacion", default="", help="clave de su oficina (4 dígitos)")
        parser.add_argument("--jefatura", action="store_true", help="encabeza la subdelegación")
        parser.add_argument("--nombre", default="", help="nombre de la persona")
        parser.add_argument("--correo", default="", help="correo al que se le avisa lo que se le escala")
        parser.add_argument(
            "--restablecer", action="store_true", help="quita el segundo factor y da otra contraseña"
        )

    def handle(self, *args: object, usuario: str, restablecer: bool, **datos: str | bool | None) -> None:
        """Do it and say how to enter."""
        ahora = timezone.now()
        if restablecer:
            cuenta = Usuario.objects.filter(username=usuario, is_staff=True).first()
            if cuenta is None:
                raise CommandError(f"No hay una cuenta del personal «{usuario}».")
            contrasena = restablecer_acceso(cuenta, autor=operador(), ahora=ahora)
        else:
            contrasena = self._crear(usuario, datos)
        self.stdout.write(f"Usuario: {usuario}\nContraseña provisional: {contrasena}")
        self.stdout.write("En /admin/ cambiará la contraseña y activará su segundo factor.")

    def _crear(self, usuario: str, datos: dict[str, str | bool | None]) -> str:
        alta = Alta(
            usuario=usuario,
            rol=_rol(datos["rol"]),
            rfc=_rfc(datos["rfc"]),
            subdelegacion=str(datos["subdelegacion"]),
            es_jefatura=bool(datos["jefatura"]),
            nombre=str(datos["nombre"]),
            correo=_correo(str(datos["correo"])),
        )
        impedimento = impedimento_de_oficina(
            alta.rol, subdelegacion=alta.subdelegacion, es_jefatura=alta.es_jefatura
        )
        if impedimento:
            raise CommandError(impedimento)
        try:
            return crear_personal(alta, autor=operador(), ahora=timezone.now())
        except IntegrityError as error:
            raise CommandError(
                "Ya hay una cuenta con ese usuario o ese RFC, o esa oficina ya tiene jefatura; "
                "o el usuario parece un RFC."
            ) from error


def _rol(rol: object) -> Rol:
    if not rol:
        raise CommandError(f"Falta --rol: uno de {', '.join(Rol)}.")
    return Rol(str(rol))


def _rfc(rfc: object) -> str:
    if not rfc:
        raise CommandError("Falta --rfc: el de la persona, para que no actúe sobre lo suyo.")
    try:
        return validar_rfc(str(rfc))
    except Rechazo as error:
        raise CommandError(f"«{rfc}» no es un RFC válido.") from error


def _correo(correo: str) -> str:
    if impedimento := impedimento_de_correo(correo):
        raise CommandError(impedimento)
    return correo
