"""Revocation by OCSP: the question about one certificate, and what an answer already fetched is worth."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import ocsp
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import OCSPNonce
from cryptography.x509.ocsp import OCSPRequestBuilder

from buzon.efirma.asn1 import x509
from buzon.efirma.cadena import leer_ancla
from buzon.efirma.certificado import Certificado, Estructura, leer_estructura, muro_del_parser
from buzon.efirma.der import leer_der
from buzon.efirma.errores import CertificadoAlgoritmo, CertificadoIlegible
from buzon.efirma.llave import exigir_algoritmo_de_firma, exigir_llave
from buzon.efirma.revocacion import ConsultaRevocacion, EstadoRevocacion
from buzon.valores.rechazo import Rechazo

FUENTE = "OCSP"
LARGO_MAXIMO = 16 * 1024
TOLERANCIA = timedelta(seconds=60)
EDAD_MAXIMA_SIN_PROXIMA = timedelta(hours=24)

# By the last octet of sha…WithRSAEncryption.
_RESUMENES: Mapping[int, Callable[[], SHA256 | SHA384 | SHA512]] = {0x0B: SHA256, 0x0C: SHA384, 0x0D: SHA512}
_EXTENSIONES_DE_DELEGADO = frozenset(
    {"basic_constraints", "key_usage", "extended_key_usage", "ocsp_no_check"}
)
_ESTADOS = {"good": EstadoRevocacion.VIGENTE, "revoked": EstadoRevocacion.REVOCADO}


@dataclass(frozen=True, slots=True)
class PreguntaOcsp:
    """One certificate, named as OCSP names it: SHA-1 of its issuer's name and key, and its serial number.

    SHA-1 only names the issuer here, which is what every responder understands; nothing is signed with it.
    """

    emisor: bytes
    nombre_sha1: bytes
    llave_sha1: bytes
    serie: int
    nonce: bytes

    @property
    def der(self) -> bytes:
        peticion = OCSPRequestBuilder().add_certificate_by_hash(
            self.nombre_sha1,
            self.llave_sha1,
            self.serie,
            SHA1(),  # noqa: S303
        )
        return (
            peticion.add_extension(OCSPNonce(self.nonce), critical=False).build().public_bytes(Encoding.DER)
        )


def preguntar(certificado: Certificado, *, emisor: bytes, nonce: bytes) -> PreguntaOcsp:
    """Put the question about a certificate that the anchor `emisor` issued. Pure: `nonce` comes from outside."""
    autoridad = leer_ancla(emisor)
    llave = autoridad.llave.hijos[1].contenido[1:]  # a BIT STRING, without its count of unused bits
    return PreguntaOcsp(
        emisor=emisor,
        nombre_sha1=hashlib.sha1(autoridad.sujeto.crudo, usedforsecurity=False).digest(),
        llave_sha1=hashlib.sha1(llave, usedforsecurity=False).digest(),
        serie=int.from_bytes(certificado.numero.encode("ascii")),
        nonce=nonce,
    )


def consultar_ocsp(pregunta: PreguntaOcsp, *, respuesta: bytes, en: datetime) -> ConsultaRevocacion:
    """What this answer says at `en`; one that cannot be believed is SIN_FUENTE and says why (`falla`).

    It must be of one certificate, the one asked about; signed with SHA-2 by the issuer, or by a delegate that
    the issuer certified; of now, give or take TOLERANCIA; and repeat our nonce if it carries one. Without
    nextUpdate it holds for EDAD_MAXIMA_SIN_PROXIMA.
    """
    sha256 = hashlib.sha256(respuesta).hexdigest()
    try:
        leida = _leer(respuesta)
        with muro_del_parser():
            falla = _objecion(leida, pregunta, en)
    except Rechazo:
        falla = "ilegible"
    except _SinRespuesta as error:
        falla = str(error)
    if falla:
        return ConsultaRevocacion(EstadoRevocacion.SIN_FUENTE, FUENTE, sha256, falla=falla)
    return ConsultaRevocacion(_ESTADOS[leida.estado], FUENTE, sha256, respuesta, leida.hasta)


class _SinRespuesta(Exception):
    """The responder answered that it does not answer."""


@dataclass(frozen=True, slots=True)
class _Respuesta:
    tbs: bytes
    algoritmo: bytes
    firma: bytes
    certificados: tuple[bytes, ...]
    certificado: tuple[str, bytes, bytes, int]
    estado: str
    desde: datetime
    hasta: datetime | None
    nonces: tuple[bytes, ...]
    criticas: bool


def _leer(respuesta: bytes) -> _Respuesta:
    """Take a successful answer apart. asn1crypto, because `cryptography` refuses the names of AC6 inside."""
    with muro_del_parser():
        if len(respuesta) > LARGO_MAXIMO:
            raise CertificadoIlegible("enorme")
        leer_der(respuesta)
        sobre = ocsp.OCSPResponse.load(respuesta, strict=True)
        estado = sobre["response_status"].native
    if estado != "successful":
        raise _SinRespuesta(f"estado_{estado}")
    with muro_del_parser():
        return _desarmar(sobre["response_bytes"])


def _desarmar(contenido: ocsp.ResponseBytes) -> _Respuesta:
    if contenido["response_type"].native != "basic_ocsp_response":
        raise CertificadoIlegible("otra clase de respuesta")
    basica = ocsp.BasicOCSPResponse.load(contenido["response"].contents, strict=True)
    tbs, algoritmo, *_ = leer_der(contenido["response"].contents).hijos
    datos = basica["tbs_response_data"]
    if len(datos["responses"]) != 1:
        raise CertificadoIlegible("más de un certificado")
    una = datos["responses"][0]
    certificado = una["cert_id"]
    extensiones = list(datos["response_extensions"])
    return _Respuesta(
        tbs=tbs.crudo,
        algoritmo=algoritmo.crudo,
        firma=basica["signature"].contents,
        certificados=tuple(cer.dump() for cer in basica["certs"]),
        certificado=(
            certificado["hash_algorithm"]["algorithm"].native,
            certificado["issuer_name_hash"].native,
            certificado["issuer_key_hash"].native,
            certificado["serial_number"].native,
        ),
        estado=una["cert_status"].name,
        desde=una["this_update"].native,
        hasta=una["next_update"].native,
        nonces=tuple(
            extension["extn_value"].parsed.native
            for extension in extensiones
            if extension["extn_id"].native == "nonce"
        ),
        criticas=any(extension["critical"].native for extension in (*extensiones, *una["single_extensions"])),
    )


def _objecion(leida: _Respuesta, pregunta: PreguntaOcsp, en: datetime) -> str:
    """The first reason not to believe it, or nothing."""
    pedido = ("sha1", pregunta.nombre_sha1, pregunta.llave_sha1, pregunta.serie)
    hasta = leida.hasta or leida.desde + EDAD_MAXIMA_SIN_PROXIMA
    objeciones = (
        ("firma_ajena", not _la_firmo(leer_ancla(pregunta.emisor), leida, en)),
        ("otro_certificado", leida.certificado != pedido),
        ("extension_critica", leida.criticas),
        ("otro_nonce", any(nonce != pregunta.nonce for nonce in leida.nonces)),
        ("fuera_de_fecha", not leida.desde - TOLERANCIA <= en <= hasta + TOLERANCIA),
        ("desconocido", leida.estado not in _ESTADOS),
    )
    return next((falla for falla, procede in objeciones if procede), "")


def _la_firmo(autoridad: Estructura, leida: _Respuesta, en: datetime) -> bool:
    return any(
        _verifica(llave, leida.tbs, algoritmo=leida.algoritmo, firma=leida.firma)
        for llave in _llaves_autorizadas(autoridad, leida.certificados, en)
    )


def _llaves_autorizadas(
    autoridad: Estructura, certificados: Iterable[bytes], en: datetime
) -> Iterator[RSAPublicKey]:
    """The issuer's key, and those of the delegates that it certified itself (RFC 6960 §4.2.2.2)."""
    llave = autoridad.openssl.get_pubkey().to_cryptography_key()
    if not isinstance(llave, RSAPublicKey):
        return
    yield llave
    for der in certificados:
        with suppress(Rechazo), muro_del_parser():
            delegado = leer_estructura(der)
            if _es_delegado(delegado, autoridad, en) and _certifico(llave, delegado):
                yield exigir_llave(delegado.llave)


def _es_delegado(delegado: Estructura, autoridad: Estructura, en: datetime) -> bool:
    certificado = x509.Certificate.load(delegado.der)
    usos = certificado.extended_key_usage_value
    return (
        delegado.emisor == autoridad.sujeto.crudo
        and delegado.desde <= en <= delegado.hasta
        and usos is not None
        and "ocsp_signing" in usos.native
        and certificado.critical_extensions <= _EXTENSIONES_DE_DELEGADO
    )


def _certifico(llave: RSAPublicKey, delegado: Estructura) -> bool:
    tbs, algoritmo, firma = leer_der(delegado.der).hijos
    return _verifica(llave, tbs.crudo, algoritmo=algoritmo.crudo, firma=firma.contenido)


def _verifica(llave: RSAPublicKey, texto: bytes, *, algoritmo: bytes, firma: bytes) -> bool:
    """Whether this BIT STRING is a signature with SHA-2, never with SHA-1."""
    try:
        exigir_algoritmo_de_firma(algoritmo)
        resumen = leer_der(algoritmo).hijos[0].contenido[-1]
        llave.verify(firma.removeprefix(b"\0"), texto, PKCS1v15(), _RESUMENES[resumen]())
    except (CertificadoAlgoritmo, InvalidSignature):
        return False
    return True
