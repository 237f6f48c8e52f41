"""Records what leaves a browser: a TCP relay before the server, and the needles to look for in it."""

import base64
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import quote_from_bytes

TROZO = 32


class Grabadora:
    """Relays a local port to the portal and keeps every byte that travels towards the portal."""

    def __init__(self, *, destino: int) -> None:
        self.destino = destino
        self._grabaciones: list[bytearray] = []
        self._oyente = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.puerto: int = self._oyente.getsockname()[1]
        threading.Thread(target=self._aceptar, daemon=True).start()

    def _aceptar(self) -> None:
        while True:
            try:
                cliente, _ = self._oyente.accept()
            except OSError:
                return
            threading.Thread(target=self._atender, args=(cliente,), daemon=True).start()

    def _atender(self, cliente: socket.socket) -> None:
        grabado = bytearray()
        self._grabaciones.append(grabado)
        with cliente, suppress(OSError), socket.create_connection(("127.0.0.1", self.destino)) as servidor:
            vuelta = threading.Thread(target=_pasar, args=(servidor, cliente, bytearray()), daemon=True)
            vuelta.start()
            _pasar(cliente, servidor, grabado)
            vuelta.join()

    @property
    def recibido(self) -> list[bytes]:
        """What each connection has sent towards the portal so far."""
        return [bytes(grabado) for grabado in self._grabaciones]

    def cerrar(self) -> None:
        """Stop listening."""
        self._oyente.close()


def _pasar(origen: socket.socket, destino: socket.socket, grabado: bytearray) -> None:
    with suppress(OSError):
        while trozo := origen.recv(65536):
            grabado += trozo
            destino.sendall(trozo)
    with suppress(OSError):
        destino.shutdown(socket.SHUT_RDWR)


def trozos(secreto: bytes) -> Iterator[bytes]:
    """Yield windows of a long secret, so that a part of it is found as well; a short one is yielded whole."""
    if len(secreto) <= TROZO:
        yield secreto
        return
    for inicio in range(0, len(secreto) - TROZO + 1, TROZO):
        yield secreto[inicio : inicio + TROZO]


def disfraces(secreto: bytes) -> Iterator[bytes]:
    """Yield the secret raw, in hex, percent-encoded, and in base64 and base64url at the three alignments."""
    yield secreto
    yield secreto.hex().encode()
    yield secreto.hex().upper().encode()
    yield quote_from_bytes(secreto, safe="").encode()
    yield b"".join(b"%%%02X" % octeto for octeto in secreto)
    for alineacion in range(3):
        texto = base64.b64encode(b"\0" * alineacion + secreto)
        propio = texto[(alineacion * 8 + 5) // 6 : len(texto.rstrip(b"=")) - 1]
        yield propio
        yield propio.translate(bytes.maketrans(b"+/", b"-_"))
        yield quote_from_bytes(propio, safe="").encode()


def hallados(secretos: Iterable[bytes], *, en: Iterable[bytes]) -> list[bytes]:
    """Return the disguises of the secrets that occur in what was recorded."""
    grabado = b"\n".join(en)
    return [d for secreto in secretos for trozo in trozos(secreto) for d in disfraces(trozo) if d in grabado]
