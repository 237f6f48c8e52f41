"""The staff's entrance: each try is counted before it is judged, and what became of it is written.

Whoever guesses waits longer the more they have failed: the limits leave ten tries, then one each six seconds, after
twenty one each three minutes, after forty one each 36. A browser that showed both factors of an account bears a signed
cookie of that account and has a count of its own: nobody keeps its holder out by failing in their name.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from buzon.bitacora import services as bitacora
from buzon.cuentas.avisos import intentos_fallidos
from buzon.cuentas.models import Usuario
from buzon.cuentas.personal.segundo_factor import codigos_restantes
from buzon.mensajes.services import avisar_al_personal
from buzon.valores.fechas import dia_en_centro
from buzon.web.direccion import direccion_cliente
from buzon.web.errores import DemasiadasSolicitudes
from buzon.web.limites import contar, devolver
from buzon.web.rechazos import asentar, imprimible

TRAMOS = ("personal_cuenta", "personal_cuenta_hora", "personal_cuenta_dia")
DENTRO = "dentro"  # in the place of a browser: who asks has a session with both factors
DURACION_S = 365 * 24 * 60 * 60
ENTRADA_RECHAZADA = "entrada_rechazada"
NOMBRE_MAXIMO = 40  # of a name that was tried: it is anybody's text
_FACTORES = {TOTPDevice: "aplicacion", StaticDevice: "recuperacion"}


@dataclass(frozen=True, slots=True)
class Intento:
    """A try with a name, which may be nobody's; `navegador` is of a browser that the account is known by, or empty."""

    nombre: str
    cuenta: Usuario | None
    navegador: str = ""

    @classmethod
    def de(cls, request: HttpRequest, nombre: str, *, cuenta: Usuario | None) -> "Intento":
        return cls(nombre, cuenta, navegador_conocido(request, cuenta) if cuenta else "")

    @property
    def _clave(self) -> str:
        """No name lies in Redis in clear; one that nobody has is counted all the same."""
        return hashlib.sha256(f"{self.nombre}\0{self.navegador}".encode()).hexdigest()

    def contar(self, *, ahora: datetime) -> None:
        """Count it; raises DemasiadasSolicitudes where it is to wait, and then the account's holder is told."""
        try:
            for tramo in TRAMOS:
                contar(tramo, clave=self._clave)
        except DemasiadasSolicitudes:
            if self.cuenta is not None and self.cuenta.is_staff:
                _avisar(self.cuenta, ahora=ahora)
            raise

    def acertar(self) -> None:
        """Give it back: it was right."""
        for tramo in TRAMOS:
            devolver(tramo, clave=self._clave)


@transaction.atomic
def _avisar(cuenta: Usuario, *, ahora: datetime) -> None:
    """Tell the account's holder, by e-mail and once a day, that somebody fails again and again in their name."""
    asunto, texto = intentos_fallidos(ahora)
    clave = f"intentos:{cuenta.pk}:{dia_en_centro(ahora)}"
    correos = [cuenta.email] if cuenta.email else []
    aviso = avisar_al_personal(asunto, texto=texto, clave=clave, correos=correos, ahora=ahora)
    # Only where this call made it: the key tells once a day, however often it is asked to.
    if aviso.creado_en == ahora:
        bitacora.anotar("personal.intentos", ahora=ahora, detalle={"usuario": cuenta.get_username()})


def _galleta(cuenta: Usuario) -> str:
    # The prefix keeps a subdomain from setting it; browsers take it over https alone.
    return f"{'__Host-' if settings.ES_HTTPS else ''}navegador-{cuenta.pk}"


def navegador_conocido(request: HttpRequest, cuenta: Usuario) -> str:
    """Return by what the account is known in this browser; nothing where it never showed both factors in it."""
    return str(request.get_signed_cookie(_galleta(cuenta), default="", max_age=DURACION_S) or "")


def recordar(request: HttpRequest, respuesta: HttpResponse, cuenta: Usuario) -> None:
    """Let the browser in which both factors of the account were shown be known by it; it opens nothing."""
    respuesta.set_signed_cookie(
        _galleta(cuenta),
        navegador_conocido(request, cuenta) or secrets.token_urlsafe(16),
        max_age=DURACION_S,
        secure=settings.ES_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def anotar_entrada(usuario: Usuario, *, direccion: str, ahora: datetime) -> None:
    """Write that somebody came in, and with which second factor; none leads to its enrolment alone."""
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
    """Write that somebody left; a session that only ended leaves nothing."""
    _anotar("salida", autor=usuario.get_username(), direccion=direccion, ahora=ahora)


def _anotar(evento: str, *, ahora: datetime, **detalle: str | int) -> None:
    bitacora.anotar(f"personal.{evento}", ahora=ahora, detalle=detalle)
