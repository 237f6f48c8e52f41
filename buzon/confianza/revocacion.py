"""Asks every source about a certificate's revocation, and remembers an OCSP answer for a moment."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings

from buzon.confianza import fuentes
from buzon.efirma import ocsp
from buzon.efirma.certificado import Certificado
from buzon.efirma.ocsp import PreguntaOcsp, consultar_ocsp
from buzon.efirma.revocacion import ConsultaRevocacion, EstadoRevocacion, consultar_crls
from buzon.web import cortacircuitos
from buzon.web.cortacircuitos import OCSP

RECUERDO = timedelta(seconds=60)
_CAPACIDAD = 512
_OCTETOS_DE_NONCE = 16

_Clave = tuple[str, bytes, int]


@dataclass(frozen=True, slots=True)
class _Recordada:
    pregunta: PreguntaOcsp
    respuesta: bytes
    desde: datetime
    hasta: datetime


_recordadas: dict[_Clave, _Recordada] = {}
_cerrojo = Lock()


def consultar(certificado: Certificado, *, emisor: bytes, en: datetime) -> tuple[ConsultaRevocacion, ...]:
    """What each source says, in the order asked: OCSP if EFIRMA_OCSP_URL names a responder, then the CRLs.

    The CRLs cost nothing and are asked in any case, unless OCSP already said REVOCADO.
    """
    consultas = []
    if settings.EFIRMA_OCSP_URL:
        consultas.append(_por_ocsp(certificado, emisor, en))
        if consultas[0].estado is EstadoRevocacion.REVOCADO:
            return tuple(consultas)
    consultas.append(_por_crl(certificado, emisor, en))
    return tuple(consultas)


def olvidar() -> None:
    """Forget the answers of OCSP."""
    with _cerrojo:
        _recordadas.clear()


def _por_crl(certificado: Certificado, emisor: bytes, en: datetime) -> ConsultaRevocacion:
    consulta = consultar_crls(certificado, emisor=emisor, crls=fuentes.crls(), en=en)
    if consulta.estado is EstadoRevocacion.SIN_FUENTE:
        return replace(consulta, fuente="CRL", falla="sin_lista")
    return consulta


def _por_ocsp(certificado: Certificado, emisor: bytes, en: datetime) -> ConsultaRevocacion:
    clave = (settings.EFIRMA_OCSP_URL, emisor, int(certificado.numero))
    recordada = _recordadas.get(clave)
    if recordada and recordada.desde <= en < recordada.hasta:
        return consultar_ocsp(recordada.pregunta, respuesta=recordada.respuesta, en=en)
    pregunta = ocsp.preguntar(certificado, emisor=emisor, nonce=secrets.token_bytes(_OCTETOS_DE_NONCE))
    try:
        respuesta = cortacircuitos.llamar(
            OCSP, lambda: fuentes.preguntar_ocsp(pregunta.der), fallas=(fuentes.SinRespuesta,)
        )
    except cortacircuitos.EnPausa:
        return ConsultaRevocacion(EstadoRevocacion.SIN_FUENTE, ocsp.FUENTE, falla="en_pausa")
    except fuentes.SinRespuesta as error:
        return ConsultaRevocacion(EstadoRevocacion.SIN_FUENTE, ocsp.FUENTE, falla=str(error))
    consulta = consultar_ocsp(pregunta, respuesta=respuesta, en=en)
    if consulta.estado is not EstadoRevocacion.SIN_FUENTE:
        hasta = min(en + RECUERDO, consulta.hasta or en + RECUERDO)
        _recordar(clave, _Recordada(pregunta, respuesta, en, hasta))
    return consulta


def _recordar(clave: _Clave, recordada: _Recordada) -> None:
    with _cerrojo:
        if len(_recordadas) >= _CAPACIDAD:
            _recordadas.clear()
        _recordadas[clave] = recordada
