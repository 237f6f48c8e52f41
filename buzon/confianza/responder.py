"""What is asked of the OCSP responder, and what of its answer is not even read."""

from http import HTTPStatus

from buzon.efirma.ocsp import LARGO_MAXIMO
from buzon.web import http

_TIPO = "application/ocsp-response"
_CABECERAS = {"Content-Type": "application/ocsp-request", "Accept": _TIPO}


class SinRespuesta(Exception):
    """The responder gave nothing that could be read; the text says why, for the evidence."""


def preguntar(url: str, *, peticion: bytes) -> bytes:
    """POST a request and return the answer, of at most LARGO_MAXIMO. Raises SinRespuesta."""
    try:
        respuesta = http.pedir(url, cuerpo=peticion, cabeceras=_CABECERAS, maximo=LARGO_MAXIMO)
    except (http.SinConexion, http.SinRespuesta) as error:
        raise SinRespuesta(str(error)) from error
    if respuesta.status != HTTPStatus.OK:
        raise SinRespuesta(f"http_{respuesta.status}")
    if respuesta.tipo != _TIPO:
        raise SinRespuesta("otro_tipo")
    if respuesta.corte:
        raise SinRespuesta(respuesta.corte)
    return respuesta.cuerpo
