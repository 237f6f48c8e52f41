"""Tries to enter as the staff: counted by account before they are judged, and given back where they turn out well.

Whoever guesses waits longer the more she has failed: the limits leave ten tries, then one each six seconds, after
twenty one each three minutes, after forty one each 36. A browser that showed both factors of an account bears a signed
cookie of that account and has a count of its own: nobody keeps its holder out by failing in her name.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Usuario
from buzon.cuentas.textos_avisos import intentos_fallidos
from buzon.mensajes.services import avisar_al_personal
from buzon.valores.fechas import dia_en_centro
from buzon.web.errores import DemasiadasSolicitudes
from buzon.web.limites import contar, devolver

TRAMOS = ("personal_cuenta", "personal_cuenta_hora", "personal_cuenta_dia")
DENTRO = "dentro"  # in the place of a browser: who asks has a session with both factors
DURACION_S = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Intento:
    """A try with a name, which may be nobody's; `navegador` is of a browser that the account is known by, or empty."""

    nombre: str
    cuenta: Usuario | None
    navegador: str = ""

    @classmethod
    def de(cls, request: HttpRequest, nombre: str, *, cuenta: Usuario | None) -> "Intento":
        """Return the try that this request makes."""
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
    """Tell the account's holder, by e-mail and once a day, that somebody fails again and again in her name."""
    asunto, texto = intentos_fallidos(ahora)
    clave = f"intentos:{cuenta.pk}:{dia_en_centro(ahora)}"
    correos = [cuenta.email] if cuenta.email else []
    aviso = avisar_al_personal(asunto, texto=texto, clave=clave, correos=correos, ahora=ahora)
    if aviso.creado_en == ahora:
        bitacora.anotar("personal.intentos", ahora=ahora, detalle={"usuario": cuenta.get_username()})


def _galleta(cuenta: Usuario) -> str:
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
