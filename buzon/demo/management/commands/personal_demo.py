"""`manage.py personal_demo`: how to enter /admin/ right now as each member of the demo's staff."""

import json
from base64 import b32decode
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_otp.oath import TOTP

from buzon.demo import personas


class Command(BaseCommand):
    """Reads `personal.json`; the code is that of this half minute, and is good once."""

    help = "Dice usuario, contraseña y código de este momento de cada cuenta del personal de demostración."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        """Print a line an account."""
        archivo = personas.carpeta() / "personal.json"
        if not archivo.is_file():
            raise CommandError(f"No existe {archivo}: arranca el portal en modo de demostración.")
        for cuenta in _cuentas(json.loads(archivo.read_bytes())):
            rol = " ".join(filter(None, (cuenta.get("rol", "TODO"), cuenta.get("subdelegacion"))))
            codigo = _codigo(cuenta["totp_secreto"])
            self.stdout.write(f"{cuenta['usuario']:20} {cuenta['contrasena']:26} {codigo}  {rol}")


def _cuentas(datos: dict[str, Any]) -> Iterator[dict[str, str]]:
    yield datos
    yield from datos["roles"]


def _codigo(secreto: str) -> str:
    totp = TOTP(b32decode(secreto))
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06d}"
