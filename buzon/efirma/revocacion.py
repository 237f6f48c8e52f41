"""What the sources say about revocation, and what a CRL already fetched says."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from asn1crypto.crl import CertificateList
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import CertificateRevocationList, load_der_x509_crl, load_pem_x509_crl
from cryptography.x509.oid import ExtensionOID

from buzon.efirma.cadena import leer_ancla
from buzon.efirma.certificado import Certificado, Estructura, muro_del_parser
from buzon.efirma.errores import CertificadoIlegible
from buzon.efirma.extensiones import permiten_firmar_crls

_EXTENSIONES_CONOCIDAS = frozenset({ExtensionOID.CRL_NUMBER, ExtensionOID.AUTHORITY_KEY_IDENTIFIER})


class EstadoRevocacion(StrEnum):
    """What the sources say; SIN_FUENTE: none of them knows that authority at that instant."""

    VIGENTE = "VIGENTE"
    REVOCADO = "REVOCADO"
    SIN_FUENTE = "SIN_FUENTE"


@dataclass(frozen=True, slots=True)
class ConsultaRevocacion:
    """The answer and its evidence: the kind of source («OCSP», «CRL», or nothing) and the SHA-256 of what it said.

    Of OCSP also the answer itself and until when it holds, or why it was not believed.
    """

    estado: EstadoRevocacion
    fuente: str = ""
    sha256: str = ""
    respuesta: bytes = field(default=b"", repr=False)
    hasta: datetime | None = None
    falla: str = ""


@dataclass(frozen=True, slots=True)
class Crl:
    """A complete list by one authority, read and verified."""

    lista: CertificateRevocationList
    sha256: str
    desde: datetime
    hasta: datetime


def decidir(consultas: Sequence[ConsultaRevocacion]) -> ConsultaRevocacion:
    """One source that says REVOCADO is enough; otherwise the first that knows; otherwise nobody did."""
    for estado in (EstadoRevocacion.REVOCADO, EstadoRevocacion.VIGENTE):
        for consulta in consultas:
            if consulta.estado is estado:
                return consulta
    return ConsultaRevocacion(EstadoRevocacion.SIN_FUENTE)


def consultar_crls(
    certificado: Certificado, *, emisor: bytes, crls: Sequence[bytes], en: datetime
) -> ConsultaRevocacion:
    """Ask the newest CRL that `emisor` signed and that is in force at `en`.

    Every other file (another authority's, expired, unreadable, partial) is as if it were not there.
    """
    vigentes = listas_vigentes(emisor, crls=crls, en=en)
    if not vigentes:
        return ConsultaRevocacion(EstadoRevocacion.SIN_FUENTE)
    # Of several in force the newest: an older one does not know what was revoked since.
    crl = max(vigentes, key=lambda crl: crl.desde)
    serie = int.from_bytes(certificado.numero.encode("ascii"))
    revocado = crl.lista.get_revoked_certificate_by_serial_number(serie) is not None
    estado = EstadoRevocacion.REVOCADO if revocado else EstadoRevocacion.VIGENTE
    return ConsultaRevocacion(estado, fuente="CRL", sha256=crl.sha256)


def listas_vigentes(emisor: bytes, *, crls: Sequence[bytes], en: datetime) -> list[Crl]:
    """Return the CRLs of that authority (DER of its certificate) that are in force at `en`."""
    propias = (_leer_crl(contenido, emisor) for contenido in crls)
    return [crl for crl in propias if crl and crl.desde <= en <= crl.hasta]


@lru_cache(maxsize=32)
def _leer_crl(contenido: bytes, emisor: bytes) -> Crl | None:
    """A complete CRL by that authority, or None. What is kept is immutable and depends on the bytes alone."""
    with suppress(CertificadoIlegible), muro_del_parser():
        cargar = load_pem_x509_crl if contenido.lstrip().startswith(b"-----BEGIN") else load_der_x509_crl
        lista = cargar(contenido)
        hasta = lista.next_update_utc
        if hasta is not None and _es_completa(lista) and _firmo(leer_ancla(emisor), lista):
            return Crl(lista, hashlib.sha256(contenido).hexdigest(), lista.last_update_utc, hasta)
    return None


def _es_completa(lista: CertificateRevocationList) -> bool:
    """No critical extension that we do not know: delta CRLs and partial scopes carry one."""
    return all(
        not extension.critical or extension.oid in _EXTENSIONES_CONOCIDAS for extension in lista.extensions
    )


def _firmo(autoridad: Estructura, lista: CertificateRevocationList) -> bool:
    llave = autoridad.openssl.get_pubkey().to_cryptography_key()
    emisor = CertificateList.load(lista.public_bytes(Encoding.DER))["tbs_cert_list"]["issuer"].dump()
    return (
        permiten_firmar_crls(autoridad.extensiones)
        and emisor == autoridad.sujeto.crudo
        and isinstance(lista.signature_hash_algorithm, SHA256 | SHA384 | SHA512)
        and isinstance(llave, RSAPublicKey)
        and lista.is_signature_valid(llave)
    )
