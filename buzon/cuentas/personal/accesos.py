"""What the staff's entrance leaves in the log: who came in and how, who was refused, who left."""

from datetime import datetime

from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.segundo_factor import codigos_restantes
from buzon.web.rechazos import imprimible

NOMBRE_MAXIMO = 40  # of a name that was tried: it is anybody's text
_FACTORES = {TOTPDevice: "aplicacion", StaticDevice: "recuperacion"}


def anotar_entrada(usuario: Usuario, *, direccion: str, ahora: datetime) -> None:
    """Write that somebody came in, and with which second factor; none leads to her enrolment alone."""
    factor = _FACTORES.get(type(getattr(usuario, "otp_device", None)), "ninguno")
    _anotar("entrada", autor=usuario.get_username(), factor=factor, direccion=direccion, ahora=ahora)


def anotar_recuperacion(usuario: Usuario, *, ahora: datetime) -> None:
    """Write, in the transaction that uses it up, that a recovery code was used."""
    quedan = codigos_restantes(usuario)
    _anotar("codigo_de_recuperacion", autor=usuario.get_username(), quedan=quedan, ahora=ahora)


def anotar_rechazo(nombre: str, *, motivo: str, direccion: str, ahora: datetime) -> None:
    """Write that an attempt to enter was refused, and why, which its answer does not say.

    The callers count attempts first, so that nobody fills the log.
    """
    tratado = imprimible(nombre)[:NOMBRE_MAXIMO]
    _anotar("entrada_rechazada", usuario=tratado, motivo=motivo, direccion=direccion, ahora=ahora)


def anotar_codigo_rechazado(usuario: Usuario, *, direccion: str, ahora: datetime) -> None:
    """Write that somebody inside gave a wrong code where new recovery codes are made."""
    _anotar("codigo_rechazado", autor=usuario.get_username(), direccion=direccion, ahora=ahora)


def anotar_salida(usuario: Usuario, *, direccion: str, ahora: datetime) -> None:
    """Write that somebody left by herself."""
    _anotar("salida", autor=usuario.get_username(), direccion=direccion, ahora=ahora)


def _anotar(evento: str, *, ahora: datetime, **detalle: str | int) -> None:
    bitacora.anotar(f"personal.{evento}", ahora=ahora, detalle=detalle)
