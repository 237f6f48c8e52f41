"""Path from a certificate to an anchor, at a given instant."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from OpenSSL import crypto

from buzon.efirma.certificado import Certificado, Estructura, leer_estructura
from buzon.efirma.errores import (
    CertificadoAunNoVigente,
    CertificadoIlegible,
    CertificadoNoConfiable,
    CertificadoVencido,
)

# X509_V_FLAG_NO_CHECK_TIME, which pyOpenSSL does not name: dates are compared here, against `en`.
_SIN_FECHAS = 0x200000
_BANDERAS = crypto.X509StoreFlags.PARTIAL_CHAIN | _SIN_FECHAS


@lru_cache(maxsize=256)
def leer_ancla(contenido: bytes) -> Estructura:
    """Read an anchor (DER or PEM), or raise CertificadoIlegible; parsed once, it is immutable."""
    return leer_estructura(contenido)


def validar_cadena(certificado: Certificado, *, anclas: Sequence[bytes], en: datetime) -> tuple[bytes, ...]:
    """DER of the certificate and of the anchor that issued it, both within their dates at `en`.

    Every file is an anchor, intermediates too, so that the path has one step. An e.firma names its issuer by
    DN alone and several authorities share one: each is tried, alone, in a store of its own. Raises
    CertificadoNoConfiable where none signed it; then CertificadoVencido or CertificadoAunNoVigente; then
    CertificadoNoConfiable if the authority itself was out of date at `en`; that it is so now does not matter.
    """
    # Who issued it first: «vencido» is said only of a certificate that one of our authorities did issue.
    emisores = [ancla for ancla in _legibles(anclas) if _emitio(ancla, certificado)]
    if not emisores:
        raise CertificadoNoConfiable("sin emisor entre las anclas")
    if en > certificado.hasta:
        raise CertificadoVencido(certificado.hasta)
    if en < certificado.desde:
        raise CertificadoAunNoVigente(certificado.desde)
    for ancla in emisores:
        if ancla.desde <= en <= ancla.hasta:
            return certificado.der, ancla.der
    raise CertificadoNoConfiable("autoridad fuera de su vigencia")


def _legibles(anclas: Sequence[bytes]) -> list[Estructura]:
    legibles = []
    for contenido in anclas:
        try:
            legibles.append(leer_ancla(contenido))
        except CertificadoIlegible:
            continue  # whatever else lies in the folder of anchors is trusted in nothing
    return legibles


def _emitio(ancla: Estructura, certificado: Certificado) -> bool:
    """Whether OpenSSL builds the path: signature, authority's extensions, no unknown critical extension."""
    if ancla.sujeto.crudo != certificado.emisor:
        return False
    almacen = crypto.X509Store()
    almacen.add_cert(ancla.openssl)
    almacen.set_flags(_BANDERAS)
    try:
        crypto.X509StoreContext(almacen, certificado.openssl).verify_certificate()
    except (crypto.X509StoreContextError, crypto.Error):
        return False
    return True
