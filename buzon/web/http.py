"""What the portal asks of others by HTTP: an address of the settings, and one deadline for the whole of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp

CONEXION_S = 2.0
"""For the connection, TLS included."""

PLAZO_S = 5.0
"""For everything, the connection included, however slowly bytes drip; resolving a name alone may take longer."""

_SIN_CONEXION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_SIN_RESPUESTA = (aiohttp.ClientError, OSError)


class SinConexion(Exception):
    """Nothing was sent: there was no connection, or none that could be trusted. The text says why, in a few words."""


class SinRespuesta(Exception):
    """The request may have been taken, and no status came back. The text says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Respuesta:
    """A status and what came after it: the whole body, or else none and why in `corte`."""

    status: int
    tipo: str
    cuerpo: bytes = b""
    corte: str = ""


def pedir(url: str, *, cuerpo: bytes, cabeceras: Mapping[str, str], maximo: int) -> Respuesta:
    """POST a body and return the answer, whose own body is left unread beyond `maximo` octets.

    Raises SinConexion and SinRespuesta. No redirection, proxy, cookie or `.netrc` is followed; https is verified.
    """
    return asyncio.run(_pedir(url, cuerpo=cuerpo, cabeceras=cabeceras, maximo=maximo))


async def _pedir(url: str, *, cuerpo: bytes, cabeceras: Mapping[str, str], maximo: int) -> Respuesta:
    plazo = aiohttp.ClientTimeout(total=PLAZO_S, connect=CONEXION_S)
    async with aiohttp.ClientSession(
        timeout=plazo,
        headers={"Accept-Encoding": "identity"},
        auto_decompress=False,
        trust_env=False,
    ) as sesion:
        # Without their causes, some of which hold the whole address: a key may be part of it.
        try:
            recibida = await sesion.post(url, data=cuerpo, headers=cabeceras, allow_redirects=False)
        except _SIN_CONEXION as error:
            raise SinConexion(_motivo(error)) from None
        except _SIN_RESPUESTA as error:
            raise SinRespuesta(_motivo(error)) from None
        async with recibida:
            return await _leer(recibida, maximo=maximo)


async def _leer(recibida: aiohttp.ClientResponse, *, maximo: int) -> Respuesta:
    status, tipo, cuerpo = recibida.status, recibida.content_type, b""
    try:
        async for parte in recibida.content.iter_any():
            cuerpo += parte
            if len(cuerpo) > maximo:
                return Respuesta(status, tipo, corte="enorme")
    except _SIN_RESPUESTA as error:
        return Respuesta(status, tipo, corte=_motivo(error))
    return Respuesta(status, tipo, cuerpo)


def _motivo(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "tiempo_agotado"
    return f"sin_conexion: {type(error.__cause__ or error).__name__}"
