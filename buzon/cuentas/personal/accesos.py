"""What the staff's entrance leaves in the log: who came in and how, who was refused, who left."""

from datetime import datetime

from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.segundo_factor import codigos_restantes
from buzon.web.direccion import direccion_cliente
from buzon.web.rechazos import asentar, imprimible

ENTRADA_RECHAZADA = "entrada_rechazada"
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


def anotar_rechazo(
    request: HttpRequest, nombre: str, *, de: Usuario | None, motivo: str, ahora: datetime
) -> None:
    """Write that an attempt to enter was refused, and why, which its answer does not say.

    Of an account of the staff it is evidence, an entry for good, and its waits bound how many there are. Any other name
    is anybody's, and there is no end of names: that is a refusal, counted with those of its minute and network.
    """
    tratado = imprimible(nombre)[:NOMBRE_MAXIMO]
    if de is None or not de.is_staff:
        asentar(request, ENTRADA_RECHAZADA, detalle=f"{motivo}: {tratado}")
        return
    direccion = str(direccion_cliente(request))
    _anotar("entrada_rechazada", usuario=tratado, motivo=motivo, direccion=direccion, ahora=ahora)


def anotar_codigo_rechazado(usuario: Usuario, *, direccion: str, ahora: datetime) -> None:
    """Write that somebody inside gave a wrong code where new recovery codes are made."""
    _anotar("codigo_rechazado", autor=usuario.get_username(), direccion=direccion, ahora=ahora)


def anotar_salida(usuario: Usuario, *, direccion: str, ahora: datetime) -> None:
    """Write that somebody left by herself."""
    _anotar("salida", autor=usuario.get_username(), direccion=direccion, ahora=ahora)


def _anotar(evento: str, *, ahora: datetime, **detalle: str | int) -> None:
    bitacora.anotar(f"personal.{evento}", ahora=ahora, detalle=detalle)
