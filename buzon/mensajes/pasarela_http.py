"""A gateway of SMS over HTTP: the address of the settings, nowhere else, and for a short while."""

import json
import ssl
import time
from dataclasses import dataclass
from typing import Any

import requests
from celery.exceptions import SoftTimeLimitExceeded
from requests.auth import AuthBase, HTTPBasicAuth
from urllib3.exceptions import NewConnectionError

from buzon.mensajes.direcciones import DireccionDePasarela
from buzon.mensajes.entrega import EnDuda, Entrega, FallaPermanente, FallaTemporal
from buzon.mensajes.sms import SMS
from buzon.web import cortacircuitos
from buzon.web.cortacircuitos import EnPausa

PLAZO_S = 5.0
_NO_RESPONDE = (requests.ConnectionError, requests.Timeout, OSError, SoftTimeLimitExceeded)
RESPUESTA_MAXIMA = 16 * 1024
LADA = "+52"
LARGO_DE_REFERENCIA = 120

# What is said of us (credit, credentials, address, pace) and not of the message.
SOBRE_NOSOTROS = frozenset({401, 402, 403, 404, 405, 407, 408, 421, 423, 425, 429})
# It is working on the same id; a proxy lost its answer.
SIN_SABER = frozenset({409, 504})


@dataclass(frozen=True, slots=True)
class _Bearer(AuthBase):
    token: str

    def __call__(self, peticion: requests.PreparedRequest) -> requests.PreparedRequest:
        peticion.headers["Authorization"] = f"Bearer {self.token}"
        return peticion


@dataclass(frozen=True, slots=True)
class PasarelaHTTP:
    """POSTs each SMS as JSON under its id as Idempotency-Key."""

    direccion: DireccionDePasarela

    @property
    def nombre(self) -> str:
        """Host and port."""
        return self.direccion.nombre

    def enviar(self, sms: SMS) -> Entrega:
        """Hand it over: any 2xx takes it, whatever its body says.

        Raises FallaPermanente (a 4xx about the message), FallaTemporal, and EnDuda where it may have been taken.
        No redirection, proxy or `.netrc` is followed; https is verified.
        """
        with requests.Session() as sesion:
            sesion.trust_env = False
            try:
                respuesta = cortacircuitos.llamar(
                    f"{cortacircuitos.SMS}{self.nombre}",
                    lambda: self._pedir(sesion, sms),
                    fallas=_NO_RESPONDE,
                )
            except EnPausa:
                raise FallaTemporal(f"{self.nombre}: en pausa") from None
            except (requests.RequestException, OSError, SoftTimeLimitExceeded) as error:
                # Without its cause, whose text holds the whole address: a key may be part of it.
                raise self._sin_respuesta(error) from None
            with respuesta:
                self._revisar(respuesta.status_code)
                return Entrega(self.nombre, _referencia(respuesta))

    def _pedir(self, sesion: requests.Session, sms: SMS) -> requests.Response:
        return sesion.post(
            self.direccion.url,
            data=json.dumps({"id": sms.id, "numero": f"{LADA}{sms.numero}", "texto": sms.texto}).encode(),
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Idempotency-Key": sms.id,
            },
            auth=self._credencial(),
            timeout=PLAZO_S,
            allow_redirects=False,
            stream=True,
        )

    def _credencial(self) -> AuthBase | None:
        if not self.direccion.usuario:
            return None
        if self.direccion.contrasena is None:
            return _Bearer(self.direccion.usuario)
        return HTTPBasicAuth(self.direccion.usuario, self.direccion.contrasena)

    def _sin_respuesta(self, error: Exception) -> FallaTemporal:
        motivo = f"{self.nombre}: {type(error).__name__}"
        return FallaTemporal(motivo) if _no_llego(error) else EnDuda(motivo, por=self.nombre)

    def _revisar(self, status: int) -> None:
        motivo = f"{self.nombre}: {status}"
        if 200 <= status < 300:
            return
        if status in SIN_SABER:
            raise EnDuda(motivo, por=self.nombre)
        if 400 <= status < 500 and status not in SOBRE_NOSOTROS:
            raise FallaPermanente(motivo)
        raise FallaTemporal(motivo)


def _no_llego(error: Exception) -> bool:
    """Tell whether the message surely stayed here: no connection, or none that could be trusted."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    causa = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(causa, NewConnectionError):
        return True
    motivo = causa.args[0] if causa is not None and causa.args else None
    return isinstance(motivo, ssl.SSLCertVerificationError)


def _referencia(respuesta: requests.Response) -> str:
    """Return the gateway's own id of the message, or nothing: what it says besides does not matter."""
    try:
        valor: Any = json.loads(_cuerpo(respuesta))
    except (requests.RequestException, OSError, ValueError, RecursionError, SoftTimeLimitExceeded):
        return ""
    referencia = valor.get("id") if isinstance(valor, dict) else None
    if isinstance(referencia, bool) or not isinstance(referencia, str | int):
        return ""
    return "".join(letra for letra in str(referencia) if letra.isprintable())[:LARGO_DE_REFERENCIA]


def _cuerpo(respuesta: requests.Response) -> bytes:
    limite = time.monotonic() + PLAZO_S
    cuerpo = b""
    for parte in respuesta.iter_content(4096):
        cuerpo += parte
        if len(cuerpo) > RESPUESTA_MAXIMA or time.monotonic() > limite:
            raise ValueError("demasiado")
    return cuerpo
