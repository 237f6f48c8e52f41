"""The embedded Valkey: broker and counters on a Unix socket that only this account reaches, without TCP."""

import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from buzon.embebido import binarios, carpetas
from buzon.embebido.hijos import Receta


@dataclass(frozen=True, slots=True)
class Valkey:
    programa: Path
    datos: Path
    socket: Path

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket), safe='/')}"

    def receta(self) -> Receta:
        """Return how to run it: every write goes to its append-only file, so that queued tasks outlive a stop."""
        return Receta(
            nombre="valkey",
            orden=[
                *(self.programa, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
                *("--dir", self.datos, "--save", "", "--appendonly", "yes", "--daemonize", "no"),
            ],
        )

    def responde(self) -> bool:
        """Tell whether it answers PING, that is, has read its file."""
        try:
            with socket.socket(socket.AF_UNIX) as enlace:
                enlace.settimeout(1)
                enlace.connect(str(self.socket))
                enlace.sendall(b"PING\r\n")
                return enlace.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def preparar(datos: Path) -> Valkey:
    return Valkey(
        binarios.buscar_valkey(),
        carpetas.crear_privada(datos / "valkey"),
        carpetas.carpeta_de_sockets(datos) / "valkey.sock",
    )
