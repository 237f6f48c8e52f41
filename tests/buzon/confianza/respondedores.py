"""OCSP responders for the tests: the one of the openssl command, and a small HTTP server that misbehaves."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from buzon.demo.emision import Emisor, atributo, emitir_certificado, extension, llave_en_der, nombre, tiempo

GOTAS = 1200
USO_OCSP = extension("2.5.29.37", "300a06082b06010505070309")


def certificar_delegado(emisor: Emisor, llave: Emisor, *, ahora: datetime) -> bytes:
    """A responder's certificate, by that authority."""
    return emitir_certificado(
        emisor,
        sujeto=llave.nombre,
        llave=llave_en_der(llave.llave.public_key()),
        desde=tiempo(ahora - timedelta(days=1)),
        hasta=tiempo(ahora + timedelta(days=30)),
        extensiones=(USO_OCSP,),
    )


def nombre_de_respondedor() -> bytes:
    return nombre(atributo("2.5.4.3", "RESPONDEDOR DE PRUEBAS"))


@contextmanager
def openssl(
    carpeta: Path, *, ac: bytes, delegado: bytes, llave: Emisor, indice: dict[str, str]
) -> Iterator[str]:
    """`openssl ocsp` over an index of numbers («V» in force, «R» revoked); yields its address."""
    for archivo, der in (("ac.pem", ac), ("delegado.pem", delegado)):
        pem = x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
        (carpeta / archivo).write_bytes(pem)
    (carpeta / "delegado.key").write_bytes(
        llave.llave.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    lineas = [
        f"{estado}\t301231235959Z\t{'260101000000Z' if estado == 'R' else ''}\t"
        f"{numero.encode().hex().upper()}\tunknown\t/CN=prueba\n"
        for numero, estado in indice.items()
    ]
    (carpeta / "index.txt").write_text("".join(lineas), encoding="ascii")
    puerto = puerto_libre()
    orden = ["openssl", "ocsp", "-port", str(puerto), "-index", "index.txt", "-CA", "ac.pem", "-nmin", "1"]
    orden += ["-rsigner", "delegado.pem", "-rkey", "delegado.key", "-ignore_err"]
    with subprocess.Popen(
        orden, cwd=carpeta, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as proceso:
        try:
            assert proceso.stdout
            assert proceso.stdout.readline().startswith("ACCEPT"), "openssl ocsp no arrancó"
            yield f"http://127.0.0.1:{puerto}/"
        finally:
            proceso.terminate()


def puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


Contestar = Callable[[BaseHTTPRequestHandler], None]


class _Servidor(ThreadingHTTPServer):
    daemon_threads = False  # waited for at the end

    def handle_error(self, *_: object) -> None:
        """The client hangs up on purpose."""


@contextmanager
def servidor(contestar: Contestar) -> Iterator[str]:
    """An HTTP server that answers every POST as it is told; yields its address."""

    class Manejador(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            contestar(self)

        def log_message(self, *_: object) -> None:
            pass

    with _Servidor(("127.0.0.1", 0), Manejador) as http:
        hilo = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        hilo.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/ocsp"
        finally:
            http.shutdown()
            hilo.join()


def gota_a_gota(inicio: bytes, *, dichas: list[bytes]) -> Contestar:
    """A start and then a byte every 50 ms, each of them kept in `dichas`, for a minute."""

    def contestar(pedido: BaseHTTPRequestHandler) -> None:
        pedido.wfile.write(inicio)
        for _ in range(GOTAS):
            pedido.wfile.write(b"H")
            dichas.append(b"H")
            time.sleep(0.05)

    return contestar


def con_cuerpo(
    cuerpo: bytes, *, tipo: str = "application/ocsp-response", status: int = 200, **cabeceras: str
) -> Contestar:
    """The answer that everybody gets."""

    def contestar(pedido: BaseHTTPRequestHandler) -> None:
        pedido.send_response(status)
        for cabecera, valor in (
            {"Content-Type": tipo, "Content-Length": str(len(cuerpo))} | cabeceras
        ).items():
            pedido.send_header(cabecera, valor)
        pedido.end_headers()
        pedido.wfile.write(cuerpo)

    return contestar
