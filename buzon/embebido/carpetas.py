"""Where the portal keeps things, and the id that ties a folder outside BUZON_DATOS to it."""

import os
import secrets
import stat
from pathlib import Path

from buzon.embebido.errores import ArranqueImposible

# /var/tmp: survives a restart of the machine, and every account may pass.
FUERA = Path("/var/tmp")  # noqa: S108
# A Unix socket's path ends at 107 bytes; PostgreSQL adds "/.s.PGSQL.5432" to the folder.
LARGO_MAXIMO = 90


def crear_privada(carpeta: Path) -> Path:
    """Make a folder that only its owner enters."""
    carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
    return carpeta


def escribir_privado(ruta: Path, texto: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    provisional = ruta.with_name(f".{ruta.name}.{os.getpid()}")
    descriptor = os.open(provisional, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as archivo:
        archivo.write(texto)
    provisional.replace(ruta)


def secreto_guardado(ruta: Path, *, octetos: int) -> str:
    """Return the random text kept in that file, made the first time."""
    try:
        if texto := ruta.read_text(encoding="utf-8").strip():
            return texto
    except FileNotFoundError:
        pass
    escribir_privado(ruta, secrets.token_urlsafe(octetos))
    return ruta.read_text(encoding="utf-8")


def identificador(datos: Path) -> str:
    """Return this instance's id; another BUZON_DATOS, or a new one in the same place, has another."""
    return secreto_guardado(datos / "instancia", octetos=12)


def exigir_propia(carpeta: Path) -> None:
    """Refuse a folder in a shared place that is not ours, or that others may write."""
    ficha = carpeta.lstat()
    if not stat.S_ISDIR(ficha.st_mode) or ficha.st_uid != os.geteuid() or ficha.st_mode & 0o022:
        raise ArranqueImposible(
            f"{carpeta} no es una carpeta propia de esta cuenta: bórrala o cámbiala de lugar."
        )


def carpeta_de_fuera(datos: Path) -> Path:
    """Return this instance's folder outside BUZON_DATOS, with the id inside it; root lets others pass, not list."""
    quien = identificador(datos)
    carpeta = FUERA / f"buzon-{quien}"
    carpeta.mkdir(mode=0o700, exist_ok=True)
    exigir_propia(carpeta)
    if os.geteuid() == 0:
        carpeta.chmod(0o711)
    marca = carpeta / "instancia"
    if not marca.exists():
        escribir_privado(marca, f"{quien}\n{datos}\n")
    if marca.read_text(encoding="utf-8").split("\n", 1)[0] != quien:
        raise ArranqueImposible(f"{carpeta} es de otra instancia: bórrala o usa otro BUZON_DATOS.")
    return carpeta


def carpeta_de_sockets(datos: Path) -> Path:
    """Return a folder whose path leaves room for a socket's name."""
    cercana = datos / "run"
    if len(os.fsencode(cercana)) <= LARGO_MAXIMO:
        return crear_privada(cercana)
    return crear_privada(carpeta_de_fuera(datos) / "sockets")
