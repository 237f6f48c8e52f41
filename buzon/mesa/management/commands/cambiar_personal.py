"""`manage.py cambiar_personal`: somebody of the staff leaves, comes back, or changes role, office, mark or e-mail."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from buzon.bitacora.services import operador
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.cuentas import CambioDeCuenta, CambioImposible
from buzon.cuentas.personal.roles import Rol
from buzon.mesa.services import cambiar_personal


class Command(BaseCommand):
    """Ends the account's sessions and frees the requests that it may no longer attend to."""

    help = "Cambia una cuenta del personal; cierra sus sesiones y libera las solicitudes que ya no puede atender."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("usuario", help="nombre de usuario")
        estado = parser.add_mutually_exclusive_group()
        _interruptor(estado, "--baja", "activa", False, "ya no entra; deja la jefatura y sus solicitudes")
        _interruptor(
            estado, "--alta", "activa", True, "vuelve a entrar, con la contraseña y el factor que tenía"
        )
        parser.add_argument("--rol", type=str.upper, choices=[rol.value for rol in Rol], help="qué hace")
        parser.add_argument("--subdelegacion", help="clave de su oficina (4 dígitos); vacía, todo el país")
        jefatura = parser.add_mutually_exclusive_group()
        _interruptor(jefatura, "--jefatura", "es_jefatura", True, "encabeza la subdelegación")
        _interruptor(jefatura, "--sin-jefatura", "es_jefatura", False, "ya no la encabeza")
        parser.add_argument("--correo", help="correo al que se le avisa lo que se le escala; vacío, ninguno")

    def handle(self, *args: object, usuario: str, rol: str | None, **opciones: Any) -> None:
        cuenta = Usuario.objects.filter(username=usuario, is_staff=True).first()
        if cuenta is None:
            raise CommandError(f"No hay una cuenta del personal «{usuario}».")
        cambio = CambioDeCuenta(
            activa=opciones["activa"],
            rol=Rol(rol) if rol else None,
            subdelegacion=opciones["subdelegacion"],
            es_jefatura=opciones["es_jefatura"],
            correo=opciones["correo"],
        )
        try:
            libres = cambiar_personal(cuenta, cambio, autor=operador(), ahora=timezone.now())
        except CambioImposible as error:
            raise CommandError(str(error)) from error
        except IntegrityError as error:
            raise CommandError("Esa oficina ya tiene jefatura.") from error
        self.stdout.write(f"Hecho: sus sesiones se cerraron y {libres} solicitudes quedaron sin asignar.")


def _interruptor(grupo: Any, nombre: str, destino: str, valor: bool, ayuda: str) -> None:
    grupo.add_argument(nombre, action="store_const", const=valor, dest=destino, help=ayuda)
