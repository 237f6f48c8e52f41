"""The HTTP client of the OCSP responder: the address of the settings, nowhere else, and for a short while."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from threading import Event, Timer
from urllib.parse import SplitResult, urlsplit

from buzon.efirma.ocsp import LARGO_MAXIMO

CONEXION_S = 2.0
LECTURA_S = 3.0
_CABECERAS = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
_TIPO = "application/ocsp-response"
_PUERTA: dict[str, type[http.client.HTTPConnection]] = {
    "http": http.client.HTTPConnection,
    "https": http.client.HTTPSConnection,
}


class SinRespuesta(Exception):
    """The responder gave nothing that could be read; the text says why, for the evidence."""


def preguntar(url: str, *, peticion: bytes) -> bytes:
    """POST a request and return the answer, of at most LARGO_MAXIMO. Raises SinRespuesta.

    Connecting ends within CONEXION_S and everything after it within LECTURA_S, however slowly bytes drip.
    No redirection, proxy or credential is followed; https is verified.
    """
    direccion = urlsplit(url)
    try:
        with closing(_conectar(direccion)) as conexion, _plazo(conexion.sock) as vencido:
            try:
                cuerpo = _intercambiar(conexion, direccion, peticion)
            except (OSError, http.client.HTTPException):
                if vencido.is_set():
                    raise TimeoutError from None
                raise
            if vencido.is_set():
                raise TimeoutError
            return cuerpo
    except TimeoutError as error:
        raise SinRespuesta("tiempo_agotado") from error
    except (OSError, http.client.HTTPException) as error:
        raise SinRespuesta(f"sin_conexion: {type(error).__name__}") from error


def _conectar(direccion: SplitResult) -> http.client.HTTPConnection:
    conexion = _PUERTA[direccion.scheme](direccion.hostname or "", direccion.port, timeout=CONEXION_S)
    conexion.connect()
    conexion.sock.settimeout(LECTURA_S)
    return conexion


@contextmanager
def _plazo(enchufe: socket.socket) -> Iterator[Event]:
    """Cut the connection after LECTURA_S in all: a socket's own timeout starts again with every byte."""
    vencido = Event()

    def cortar() -> None:
        vencido.set()
        with suppress(OSError):
            # Not SSLSocket's: it would take the TLS state away under the feet of the thread that reads.
            socket.socket.shutdown(enchufe, socket.SHUT_RDWR)

    reloj = Timer(LECTURA_S, cortar)
    reloj.daemon = True
    reloj.start()
    try:
        yield vencido
    finally:
        reloj.cancel()


def _intercambiar(conexion: http.client.HTTPConnection, direccion: SplitResult, peticion: bytes) -> bytes:
    ruta = (direccion.path or "/") + (f"?{direccion.query}" if direccion.query else "")
    conexion.request("POST", ruta, body=peticion, headers=_CABECERAS)
    with conexion.getresponse() as respuesta:
        if respuesta.status != http.client.OK:
            raise SinRespuesta(f"http_{respuesta.status}")
        if respuesta.headers.get_content_type() != _TIPO:
            raise SinRespuesta("otro_tipo")
        cuerpo = respuesta.read(LARGO_MAXIMO + 1)
    if len(cuerpo) > LARGO_MAXIMO:
        raise SinRespuesta("enorme")
    return cuerpo
