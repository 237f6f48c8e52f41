"""The addresses of SMS gateways as SMS_URL names them; no Django: the settings read it."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, unquote, urlsplit

LARGO_DE_NOMBRE = 40
_LOCALES = {"localhost", "127.0.0.1", "::1"}
_CREDENCIAL = re.compile(r"[\x21-\x7e]+")


class DireccionIncorrecta(ValueError):
    """An address that cannot be a gateway's; the sentence is for the operator and holds no secret."""


@dataclass(frozen=True, slots=True)
class DireccionDePasarela:
    """Where a gateway is asked and with what it is told who asks: a token, a user and a password, or nothing.

    Nothing suits one that knows us by the network or by the proxy between.
    """

    url: str
    nombre: str
    usuario: str = field(repr=False)
    contrasena: str | None = field(default=None, repr=False)


def leer_sms_url(texto: str) -> tuple[DireccionDePasarela, ...]:
    """Return the gateways in the order in which they are asked; those of one host are numbered.

    Raises DireccionIncorrecta.
    """
    direcciones = [_leer(parte) for parte in texto.split()]
    if len({direccion.url for direccion in direcciones}) < len(direcciones):
        raise DireccionIncorrecta("nombra dos veces la misma pasarela")
    lugares = [direccion.nombre for direccion in direcciones]
    return tuple(
        # The column that says who took a message holds LARGO_DE_NOMBRE: three of them for the number.
        replace(direccion, nombre=f"{direccion.nombre[: LARGO_DE_NOMBRE - 3]} {numero}")
        if lugares.count(direccion.nombre) > 1
        else direccion
        for numero, direccion in enumerate(direcciones, start=1)
    )


def _leer(texto: str) -> DireccionDePasarela:
    try:
        partes = urlsplit(texto)
        puerto = partes.port
    except ValueError:
        raise DireccionIncorrecta("contiene una dirección que no se puede leer") from None
    anfitrion = partes.hostname or ""
    _exigir_seguro(partes, anfitrion)
    lugar = f"[{anfitrion}]" if ":" in anfitrion else anfitrion
    lugar += f":{puerto}" if puerto is not None else ""
    usuario = unquote(partes.username or "")
    contrasena = unquote(partes.password) if partes.password is not None else None
    credenciales = [usuario] if contrasena is None else [usuario, contrasena]
    sirven = all(map(_CREDENCIAL.fullmatch, credenciales)) if usuario or contrasena else True
    # HTTP Basic (RFC 7617) ends the user at the first colon.
    if not sirven or ":" in usuario:
        raise DireccionIncorrecta(
            f"lleva una credencial que no sirve ante «{lugar}»: https://token@… o https://usuario:contraseña@…"
        )
    ruta = (partes.path or "/") + (f"?{partes.query}" if partes.query else "")
    return DireccionDePasarela(
        f"{partes.scheme}://{lugar}{ruta}",
        lugar[:LARGO_DE_NOMBRE],
        usuario,
        contrasena,
    )


def _exigir_seguro(partes: SplitResult, anfitrion: str) -> None:
    if not anfitrion or partes.fragment or partes.port == 0:
        raise DireccionIncorrecta("contiene una dirección incompleta")
    if partes.scheme != "https" and not (partes.scheme == "http" and anfitrion in _LOCALES):
        raise DireccionIncorrecta(f"debe empezar por https:// (http:// sólo en este equipo): «{anfitrion}»")
