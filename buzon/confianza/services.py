"""Joins the pure rules of `efirma` with the sources of trust."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from buzon.confianza import fuentes
from buzon.efirma.cadena import validar_cadena
from buzon.efirma.certificado import Certificado, leer_certificado
from buzon.efirma.errores import CertificadoRevocado, RevocacionNoDisponible
from buzon.efirma.perfil import exigir_fiel
from buzon.efirma.revocacion import ConsultaRevocacion, EstadoRevocacion, consultar_crls


@dataclass(frozen=True, slots=True)
class CertificadoValidado:
    """A FIEL that held at an instant, its path to the anchor, and what was known of its revocation."""

    certificado: Certificado
    emisores: tuple[bytes, ...]
    revocacion: ConsultaRevocacion
    validado_en: datetime

    @property
    def evidencia(self) -> dict[str, Any]:
        """What was asked about revocation, as JSON to be kept with the act."""
        return {
            "estado": self.revocacion.estado.value,
            "fuente": self.revocacion.fuente,
            "sha256": self.revocacion.sha256,
            "consultada_en": self.validado_en.isoformat(),
        }

    @property
    def revocacion_consultada(self) -> bool:
        """Whether some source answered."""
        return self.revocacion.estado is not EstadoRevocacion.SIN_FUENTE


def validar_certificado(contenido: bytes, *, en: datetime) -> CertificadoValidado:
    """Accept a FIEL in force at `en`, issued under our anchors and not revoked.

    Raises the refusals of `buzon.efirma.errores`. Where no source knows the issuer, the result says so
    (`revocacion_consultada`); whether that suffices is the caller's decision.
    """
    certificado = leer_certificado(contenido)
    exigir_fiel(certificado)
    cadena = validar_cadena(certificado, anclas=fuentes.anclas(), en=en)
    consulta = consultar_crls(certificado, emisor=cadena[1], crls=fuentes.crls(), en=en)
    if consulta.estado is EstadoRevocacion.REVOCADO:
        raise CertificadoRevocado(certificado.numero)
    return CertificadoValidado(certificado, cadena[1:], consulta, en)


def validar_para_firmar(contenido: bytes, *, en: datetime) -> CertificadoValidado:
    """Like `validar_certificado`, and under EFIRMA_SIN_REVOCACION=rechazar somebody must have answered."""
    validado = validar_certificado(contenido, en=en)
    if not validado.revocacion_consultada and settings.EFIRMA_SIN_REVOCACION == "rechazar":
        raise RevocacionNoDisponible(validado.certificado.numero)
    return validado
