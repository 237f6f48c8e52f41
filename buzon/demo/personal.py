"""The demo's staff account for /admin/."""

import json
import secrets
from pathlib import Path

from buzon.cuentas.models import Usuario
from buzon.demo.autoridad import escribir

USUARIO = "personal"


def crear_personal(carpeta: Path) -> None:
    """Make the staff account with a random password, kept in `personal.json` (0600) from the first time on."""
    archivo = carpeta / "personal.json"
    nuevo = not archivo.is_file()
    if nuevo:
        datos = {"usuario": USUARIO, "contrasena": secrets.token_urlsafe(18)}
        escribir(archivo, json.dumps(datos, indent=1).encode(), secreto=True)
    contrasena: str = json.loads(archivo.read_bytes())["contrasena"]
    cuenta = Usuario.objects.filter(username=USUARIO).first()
    if cuenta is None:
        Usuario.objects.create_superuser(USUARIO, password=contrasena)
    elif nuevo:
        cuenta.set_password(contrasena)
        cuenta.save(update_fields=["password"])
