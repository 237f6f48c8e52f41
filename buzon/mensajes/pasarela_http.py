"""A gateway of SMS over HTTP: the address of the settings, nowhere else, and for a short while."""

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from buzon.mensajes.direcciones import DireccionDePasarela
from buzon.mensajes.entrega import Entrega
from buzon.mensajes.fallas import EnDuda, FallaPermanente, FallaTemporal
from buzon.mensajes.sms import SMS
from buzon.web import cortacircuitos, http
from buzon.web.cortacircuitos import EnPausa

RESPUESTA_MAXIMA = 16 * 1024
LADA = "+52"
LARGO_DE_REFERENCIA = 120

# What is said of us (credit, credentials, address, pace) and not of the message.
SOBRE_NOSOTROS = frozenset({401, 402, 403, 404, 405, 407, 408, 421, 423, 425, 429})
# It is working on the same id; a proxy lost its answer.
SIN_SABER = frozenset({409, 504})


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
        """
        try:
            respuesta = cortacircuitos.llamar(
                f"{cortacircuitos.SMS}{self.nombre}",
                lambda: self._pedir(sms),
                fallas=(http.SinConexion, http.SinRespuesta, SoftTimeLimitExceeded),
            )
        except EnPausa:
            raise FallaTemporal(f"{self.nombre}: en pausa") from None
        except http.SinConexion as error:
            raise FallaTemporal(f"{self.nombre}: {error}") from None
        except (http.SinRespuesta, SoftTimeLimitExceeded) as error:
            raise EnDuda(f"{self.nombre}: {error}", por=self.nombre) from None
        self._revisar(respuesta.status)
        return Entrega(self.nombre, _referencia(respuesta))

    def _pedir(self, sms: SMS) -> http.Respuesta:
        cuerpo = {"id": sms.id, "numero": f"{LADA}{sms.numero}", "texto": sms.texto}
        cabeceras = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Idempotency-Key": sms.id,
        }
        return http.pedir(
            self.direccion.url,
            cuerpo=json.dumps(cuerpo).encode(),
            cabeceras=cabeceras | self._credencial(),
            maximo=RESPUESTA_MAXIMA,
        )

    def _credencial(self) -> dict[str, str]:
        usuario, contrasena = self.direccion.usuario, self.direccion.contrasena
        if not usuario:
            return {}
        if contrasena is None:
            return {"Authorization": f"Bearer {usuario}"}
        return {"Authorization": f"Basic {b64encode(f'{usuario}:{contrasena}'.encode()).decode()}"}

    def _revisar(self, status: int) -> None:
        motivo = f"{self.nombre}: {status}"
        if 200 <= status < 300:
            return
        if status in SIN_SABER:
            raise EnDuda(motivo, por=self.nombre)
        if 400 <= status < 500 and status not in SOBRE_NOSOTROS:
            raise FallaPermanente(motivo)
        raise FallaTemporal(motivo)


def _referencia(respuesta: http.Respuesta) -> str:
    """Return the gateway's own id of the message, or nothing: what it says besides does not matter."""
    try:
        valor: Any = json.loads(respuesta.cuerpo)
    except (ValueError, RecursionError):
        return ""
    referencia = valor.get("id") if isinstance(valor, dict) else None
    if isinstance(referencia, bool) or not isinstance(referencia, str | int):
        return ""
    return "".join(letra for letra in str(referencia) if letra.isprintable())[:LARGO_DE_REFERENCIA]
