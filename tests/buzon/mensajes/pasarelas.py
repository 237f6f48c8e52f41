"""Gateways of SMS on real sockets, which answer as they are told and keep what they were asked."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Contestar = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Pasarela:
    """A gateway: `contestar` may be changed between tries."""

    contestar: Contestar
    url: str = ""
    pedidos: list[dict[str, Any]] = field(default_factory=list)
    cabeceras: list[dict[str, str]] = field(default_factory=list)

    @property
    def nombre(self) -> str:
        return self.url.partition("@")[2].partition("/")[0]


class _Servidor(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """The client hangs up on purpose."""


@contextmanager
def pasarela(contestar: Contestar, *, credencial: str = "ficha-secreta") -> Iterator[Pasarela]:
    """Listen until the end of the block."""
    una = Pasarela(contestar)

    class Manejador(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            una.pedidos.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            una.cabeceras.append(dict(self.headers))
            una.contestar(self)

        def do_GET(self) -> None:
            una.pedidos.append({"GET": self.path})
            una.contestar(self)

        def log_message(self, *_: object) -> None:
            pass

    with _Servidor(("127.0.0.1", 0), Manejador) as http:
        una.url = f"http://{credencial and credencial + '@'}127.0.0.1:{http.server_port}/v1/sms"
        hilo = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        hilo.start()
        try:
            yield una
        finally:
            http.shutdown()
            hilo.join()


def contesta(status: int = 200, cuerpo: bytes = b'{"id": "ref-1"}', **cabeceras: str) -> Contestar:
    """The answer that everybody gets."""

    def contestar(pedido: BaseHTTPRequestHandler) -> None:
        pedido.send_response(status)
        for nombre, valor in ({"Content-Length": str(len(cuerpo))} | cabeceras).items():
            pedido.send_header(nombre, valor)
        pedido.end_headers()
        pedido.wfile.write(cuerpo)

    return contestar


def cuelga(pedido: BaseHTTPRequestHandler) -> None:
    """Take the request and hang up without an answer."""
    pedido.connection.shutdown(socket.SHUT_RDWR)
    pedido.close_connection = True


def puerto_cerrado() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as enchufe:
        return int(enchufe.getsockname()[1])
