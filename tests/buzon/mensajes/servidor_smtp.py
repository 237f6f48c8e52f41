"""A small SMTP server on a real socket: takes messages, or fails as it is told."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread


@dataclass
class Buzones:
    """What it took, and how it behaves: answers to each command, or hanging up at one (None)."""

    puerto: int = 0
    recibidos: list[bytes] = field(default_factory=list)
    respuestas: dict[str, bytes | None] = field(default_factory=dict)
    al_recibir: Event | None = None


class _Manejador(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._decir(b"220 prueba")
        while orden := self.rfile.readline():
            palabra = orden.split()[0].decode().upper() if orden.strip() else ""
            if palabra == "DATA":
                self._decir(b"354 adelante")
                self._recibir()
            if not self._decir(self._respuesta(palabra)) or palabra == "QUIT":
                return

    def _recibir(self) -> None:
        cuerpo = b""
        while (linea := self.rfile.readline()) not in {b".\r\n", b""}:
            cuerpo += linea.removeprefix(b".")
        if self._respuesta("DATA") is None or (self._respuesta("DATA") or b"").startswith(b"2"):
            self.buzones.recibidos.append(cuerpo)
        if self.buzones.al_recibir is not None:
            self.buzones.al_recibir.wait(30)

    def _respuesta(self, palabra: str) -> bytes | None:
        return self.buzones.respuestas.get(palabra, b"250 bien")

    def _decir(self, linea: bytes | None) -> bool:
        if linea is None:
            return False
        self.wfile.write(linea + b"\r\n")
        return True

    @property
    def buzones(self) -> Buzones:
        return self.server.buzones  # type: ignore[attr-defined, no-any-return]


class _Servidor(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    buzones: Buzones

    def handle_error(self, *_: object) -> None:
        """Whoever talks to it hangs up on purpose."""


@contextmanager
def servidor_smtp(buzones: Buzones | None = None) -> Iterator[Buzones]:
    """Listen on a port (the one of `buzones`, if it says one) until the end of the block."""
    buzones = buzones or Buzones()
    with _Servidor(("127.0.0.1", buzones.puerto), _Manejador) as servidor:
        servidor.buzones = buzones
        buzones.puerto = servidor.server_address[1]
        hilo = Thread(target=servidor.serve_forever, kwargs={"poll_interval": 0.02})
        hilo.start()
        try:
            yield buzones
        finally:
            servidor.shutdown()
            hilo.join()
