"""`manage.py personal_demo`: how to enter /admin/ right now as each member of the demo's staff."""

import json
from base64 import b32decode
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
        datos: dict[str, Any] = json.loads(archivo.read_bytes())
        for cuenta in (datos, *datos["roles"]):
            rol = " ".join(filter(None, (cuenta.get("rol", "TODO"), cuenta.get("subdelegacion"))))
            totp = TOTP(b32decode(cuenta["totp_secreto"]))
            totp.time = timezone.now().timestamp()
            self.stdout.write(f"{cuenta['usuario']:20} {cuenta['contrasena']:26} {totp.token():06d}  {rol}")
