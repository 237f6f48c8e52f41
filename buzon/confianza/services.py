"""Joins the pure rules of `efirma` with the sources of trust."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from buzon.confianza import fuentes, revocacion
from buzon.efirma.cadena import validar_cadena
from buzon.efirma.certificado import Certificado, exigir_fiel, leer_certificado
from buzon.efirma.errores import CertificadoRevocado, RevocacionNoDisponible
from buzon.efirma.revocacion import ConsultaRevocacion, EstadoRevocacion, decidir


@dataclass(frozen=True, slots=True)
class CertificadoValidado:
    """A FIEL that held at an instant, its path to the anchor, and what was known of its revocation."""

    certificado: Certificado
    emisores: tuple[bytes, ...]
    consultas: tuple[ConsultaRevocacion, ...]
    validado_en: datetime

    @property
    def revocacion(self) -> ConsultaRevocacion:
        """What the sources say together."""
        return decidir(self.consultas)

    @property
    def evidencia(self) -> dict[str, Any]:
        """What was asked about revocation and what each source said, as JSON to be kept with the act.

        The answer of OCSP goes with it whole; a CRL by its SHA-256.
        """
        decisiva = self.revocacion
        evidencia: dict[str, Any] = {
            "estado": decisiva.estado.value,
            "fuente": decisiva.fuente,
            "sha256": decisiva.sha256,
            "consultada_en": self.validado_en.isoformat(),
            "consultas": [_resumen(consulta) for consulta in self.consultas],
        }
        if decisiva.respuesta:
            evidencia["respuesta"] = base64.b64encode(decisiva.respuesta).decode("ascii")
        return evidencia

    @property
    def revocacion_consultada(self) -> bool:
        """Whether some source answered."""
        return self.revocacion.estado is not EstadoRevocacion.SIN_FUENTE


Prueba = Callable[[Certificado], None]


def _sin_mas_prueba(_certificado: Certificado) -> None:
    """What is asked of a certificate that nobody has signed anything with yet."""


def validar_certificado(
    contenido: bytes, *, en: datetime, prueba: Prueba = _sin_mas_prueba
) -> CertificadoValidado:
    """Accept a FIEL in force at `en`, issued under our anchors and not revoked.

    `prueba` raises a refusal where the sender does not prove to hold it (a signature): a certificate is public, and
    the sources of revocation, which are dear, are asked for its holder alone. Raises the refusals of
    `buzon.efirma.errores`. Where no source knows the issuer, the result says so (`revocacion_consultada`); whether that
    suffices is the caller's decision.
    """
    certificado = leer_certificado(contenido)
    exigir_fiel(certificado)
    cadena = validar_cadena(certificado, anclas=fuentes.anclas(), en=en)
    prueba(certificado)
    consultas = revocacion.consultar(certificado, emisor=cadena[1], en=en)
    validado = CertificadoValidado(certificado, cadena[1:], consultas, en)
    if validado.revocacion.estado is EstadoRevocacion.REVOCADO:
        raise CertificadoRevocado(f"{certificado.numero} {validado.revocacion.fuente}")
    return validado


def validar_para_firmar(
    contenido: bytes, *, en: datetime, prueba: Prueba = _sin_mas_prueba
) -> CertificadoValidado:
    """Like `validar_certificado`, and under EFIRMA_SIN_REVOCACION=rechazar somebody must have answered."""
    validado = validar_certificado(contenido, en=en, prueba=prueba)
    if not validado.revocacion_consultada and settings.EFIRMA_SIN_REVOCACION == "rechazar":
        fallas = "; ".join(f"{consulta.fuente} {consulta.falla}" for consulta in validado.consultas)
        raise RevocacionNoDisponible(f"{validado.certificado.numero} {fallas}")
    return validado


def _resumen(consulta: ConsultaRevocacion) -> dict[str, str]:
    return {
        "fuente": consulta.fuente,
        "estado": consulta.estado.value,
        "sha256": consulta.sha256,
        "falla": consulta.falla,
    }
