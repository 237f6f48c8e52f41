"""A slow body holds a place of its own, not the portal: at most half of a process's threads wait for bodies at a time.

The web server reads a body in the thread that serves the request, for as long as it takes (its deadline is the
business of the proxy before it, despliegue/nginx.conf). Here it is read whole before anything else is done.
"""

import tempfile
from collections.abc import Callable, Iterable
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO, Any

from buzon.web.middleware import CUERPO_MAXIMO, largo_del_cuerpo, tope_de

Aplicacion = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

HILOS = 4  # of each web process: docker-compose.yml and buzon/embebido/recetas.py start granian with so many
ESPERA_POR_LUGAR_S = 0.1
"""A body that has arrived is read in far less: only slow ones leave nobody a place."""

REINTENTO_S = 5
_TROZO = 64 * 1024  # bytes read at a time
_LLENO = "El portal está ocupado recibiendo archivos. Inténtalo otra vez en unos segundos.\n".encode()


def con_lugar(aplicacion: Aplicacion, *, lugares: int = HILOS // 2) -> Aplicacion:
    """Wrap a WSGI application: with all places taken, a request with a body gets 503 and `Retry-After`.

    A body that is too large for its page is not read: the application refuses it by its length.
    """
    libres = BoundedSemaphore(lugares)

    def con_cuerpo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        largo = largo_del_cuerpo(environ)
        if largo == 0 or largo > tope_de(environ.get("PATH_INFO", "")):
            return aplicacion(environ, start_response)
        if not libres.acquire(timeout=ESPERA_POR_LUGAR_S):
            cabeceras = [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Content-Length", str(len(_LLENO))),
                ("Retry-After", str(REINTENTO_S)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                ("Server", ""),
            ]
            start_response("503 Service Unavailable", cabeceras)
            return [_LLENO]
        try:
            environ["wsgi.input"] = _recibir(environ["wsgi.input"], largo)
        finally:
            libres.release()
        return aplicacion(environ, start_response)

    return con_cuerpo


def _recibir(entrada: Any, largo: int) -> IO[bytes]:
    """Return the whole body, on disk where it is no form; cut short where the client left."""
    cuerpo: IO[bytes] = BytesIO() if largo <= CUERPO_MAXIMO else tempfile.TemporaryFile()  # noqa: SIM115  it goes with the request
    while largo > 0 and (trozo := entrada.read(min(largo, _TROZO))):
        cuerpo.write(trozo)
        largo -= len(trozo)
    cuerpo.seek(0)
    return cuerpo
