"""Reads the environment: secrets from files, and the address of a portal that is already running."""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from buzon.embebido.instancia import SECRETOS, portal_en_marcha

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATOS = Path(os.environ.get("BUZON_DATOS") or BASE_DIR / "var").resolve()


def leer_secretos_de_archivos() -> None:
    """Set NAME from the file named in NAME_FILE, for every secret that has one."""
    for nombre in SECRETOS:
        ruta = os.environ.get(f"{nombre}_FILE")
        if not ruta or os.environ.get(nombre):
            continue
        try:
            os.environ[nombre] = Path(ruta).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"No se pudo leer {nombre}_FILE ({ruta}): {error}.") from error


def usar_el_papel_de_migraciones() -> None:
    """Have `manage.py migrate`, and no other, enter the database as the owner of its tables.

    Raises ImproperlyConfigured in production where DATABASE_URL_MIGRACIONES is missing: the processes' own role cannot.
    """
    if Path(sys.argv[0]).name != "manage.py" or sys.argv[1:2] not in (["migrate"], ["preparar_portal"]):
        return
    if duena := os.environ.get("DATABASE_URL_MIGRACIONES"):
        os.environ["DATABASE_URL"] = duena
    elif os.environ.get("MODO", "produccion") == "produccion":
        raise ImproperlyConfigured(
            "Falta DATABASE_URL_MIGRACIONES: la base, con el papel dueño de las tablas. (.env.example la explica.)"
        )


def preparar() -> None:
    """Complete the environment before the settings read it.

    Raises ImproperlyConfigured when neither a running portal nor MODO says where the servers are.
    """
    _buscar_servidores()
    usar_el_papel_de_migraciones()


def _buscar_servidores() -> None:
    leer_secretos_de_archivos()
    if "DATABASE_URL" in os.environ:
        return
    modo, en_marcha = os.environ.get("MODO"), portal_en_marcha(DATOS)
    if modo and (en_marcha is None or en_marcha.get("MODO") != modo):
        return
    if en_marcha is None:
        raise ImproperlyConfigured(
            f"No hay un portal en marcha sobre {DATOS}: inicia «make portal» y repite la orden, "
            "o define MODO, DATABASE_URL y REDIS_URL (.env.example las explica)."
        )
    for nombre, valor in en_marcha.items():
        os.environ.setdefault(nombre, valor)
    leer_secretos_de_archivos()
