"""The note that a running portal leaves in BUZON_DATOS, so that other commands find its servers."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from buzon.embebido.carpetas import escribir_privado
from buzon.embebido.errores import ArranqueImposible

ESPERA_S = 12.0  # for the children of a portal that was killed to end
NOTA, CANDADO = "portal.json", "portal.lock"

SECRETOS = (
    "SECRET_KEY",
    "DATABASE_URL",
    "DATABASE_URL_MIGRACIONES",
    "REDIS_URL",
    "SELLO_CONTRASENA",
    "SELLO_PKCS11_PIN",
    "EMAIL_URL",
    "SMS_URL",
)
VARIABLES = (
    "MODO",
    "PORT",
    "ESCUCHAR",
    "INSEGURO_HTTP",
    "HSTS_SUBDOMINIOS",
    "HSTS_PRECARGA",
    "SEGURIDAD_CONTACTO",
    "ALLOWED_HOSTS",
    "URL_PUBLICA",
    "PROXIES_DE_CONFIANZA",
    "EFIRMA_ANCLAS",
    "EFIRMA_CRLS",
    "EFIRMA_OCSP_URL",
    "EFIRMA_SIN_REVOCACION",
    "SELLO_CERTIFICADO",
    "SELLO_LLAVE",
    "SELLO_PKCS11_MODULO",
    "SELLO_PKCS11_TOKEN",
    "TSA_URL",
    "ANTIVIRUS_CLAMD",
    "LIMITES_FACTOR",
    "RETENCION_RECHAZOS_DIAS",
    "CORREO_REMITENTE",
    "NIVEL_DE_REGISTRO",
    *SECRETOS,
    *(f"{nombre}_FILE" for nombre in SECRETOS),
)


def _tiene_candado(datos: Path) -> bool:
    """Tell whether a portal holds its lock: a process number may have passed to another program."""
    with (datos / CANDADO).open("rb") as archivo:
        try:
            fcntl.flock(archivo, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def portal_en_marcha(datos: Path) -> dict[str, str] | None:
    """Return the environment of the portal that runs over that BUZON_DATOS, or None where none runs."""
    try:
        nota = json.loads((datos / NOTA).read_text(encoding="utf-8"))
        os.kill(nota["pid"], 0)
        entorno = {str(nombre): str(valor) for nombre, valor in nota["entorno"].items()}
        return entorno if _tiene_candado(datos) else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def tomar_candado(datos: Path, *, atender: Callable[[], None]) -> int:
    """Lock this BUZON_DATOS and return the descriptor, which the children inherit: it frees when the last one ends.

    Waits for the children of a portal that was killed. Raises ArranqueImposible where one is running.
    """
    descriptor = os.open(datos / CANDADO, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    limite = time.monotonic() + ESPERA_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            otro = portal_en_marcha(datos)
            if otro or time.monotonic() > limite:
                puerto = f", en el puerto {otro['PORT']}" if otro and "PORT" in otro else ""
                os.close(descriptor)
                raise ArranqueImposible(
                    f"Ya hay un portal en marcha sobre {datos}{puerto}: deténlo, o usa otro BUZON_DATOS."
                ) from None
        atender()
        time.sleep(0.1)


def dejar_nota(datos: Path, *, entorno: Mapping[str, str]) -> None:
    """Write the note with the portal's variables; it holds secrets, so only its owner reads it."""
    propias = {nombre: entorno[nombre] for nombre in VARIABLES if nombre in entorno}
    nota = {"pid": os.getpid(), "entorno": propias}
    escribir_privado(datos / NOTA, json.dumps(nota, ensure_ascii=False, indent=1))


def borrar_nota(datos: Path) -> None:
    """Remove the note: nobody is to find these servers any more."""
    (datos / NOTA).unlink(missing_ok=True)
