"""The antivirus: clamd, where ANTIVIRUS_CLAMD names one. Whoever has another one changes `examinar`."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from threading import Event, Timer

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

from buzon.adjuntos.errores import AntivirusNoDisponible, ArchivoInfectado
from buzon.web import cortacircuitos
from buzon.web.cortacircuitos import ANTIVIRUS, EnPausa

registro = logging.getLogger(__name__)

PLAZO_S = 15
"""For everything: connecting, sending, the verdict."""
_UNIX = "unix://"


class _EnchufeUnix(ClamdUnixSocket):
    """The library's own waits without limit for a clamd that accepts nobody."""

    def _init_socket(self) -> None:
        self.clamd_socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.clamd_socket.settimeout(self.timeout)
        self.clamd_socket.connect(self.unix_socket)


def examinar(contenido: bytes) -> None:
    """Return if the antivirus says that it is clean, or if there is none.

    Raises ArchivoInfectado; AntivirusNoDisponible when it says anything else, or nothing in time: silence is never a
    clean file.
    """
    if not settings.ANTIVIRUS_CLAMD:
        return
    estado, detalle = _veredicto(settings.ANTIVIRUS_CLAMD, contenido)
    if estado == "FOUND":
        raise ArchivoInfectado(detalle or "")
    if (estado, detalle) != ("OK", None):
        registro.error("el antivirus no respondió: %s", detalle)
        raise AntivirusNoDisponible(detalle or estado)


def _veredicto(direccion: str, contenido: bytes) -> tuple[str, str | None]:
    """Return clamd's own words about the bytes; `SIN_RESPUESTA` and why, when there are none."""
    cliente = _cliente(direccion)
    try:
        with _plazo(cliente) as vencido:
            respuesta = cortacircuitos.llamar(
                ANTIVIRUS, lambda: cliente.instream(BytesIO(contenido)), fallas=(OSError, ClamdError)
            )
    except EnPausa:
        return "SIN_RESPUESTA", "en_pausa"
    except (OSError, ClamdError, ValueError) as error:
        motivo = "tiempo_agotado" if vencido.is_set() else f"{type(error).__name__}: {error}"
        return "SIN_RESPUESTA", motivo
    return respuesta.get("stream", ("SIN_RESPUESTA", "nada"))


def _cliente(direccion: str) -> ClamdNetworkSocket:
    if direccion.startswith(("/", _UNIX)):
        return _EnchufeUnix(direccion.removeprefix(_UNIX), timeout=PLAZO_S)
    servidor, _, puerto = direccion.rpartition(":")
    return ClamdNetworkSocket(servidor, int(puerto), timeout=PLAZO_S)


@contextmanager
def _plazo(cliente: ClamdNetworkSocket) -> Iterator[Event]:
    """Cut the connection after PLAZO_S in all: the library's time-out starts again with every byte."""
    vencido = Event()

    def cortar() -> None:
        vencido.set()
        with suppress(OSError, AttributeError):
            cliente.clamd_socket.shutdown(socket.SHUT_RDWR)

    reloj = Timer(PLAZO_S, cortar)
    reloj.daemon = True
    reloj.start()
    try:
        yield vencido
    finally:
        reloj.cancel()
