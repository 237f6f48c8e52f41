"""The sello digital: the institution's key over a cadena original, without any PDF."""

from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from buzon.documentos.sello.llave import Sello, olvidar_sello
from buzon.efirma.asn1 import x509


def firmar_cadena(cadena: str, *, sello: Sello, ahora: datetime) -> bytes:
    """Return the sello digital over a cadena: RSASSA-PKCS1-v1_5 with SHA-256 of its bytes in UTF-8.

    Raises SelloNoDisponible when the certificate is not in force at `ahora`.
    """
    sello.exigir_vigente(en=ahora)
    try:
        return sello.firmar(cadena.encode())
    except Exception:
        olvidar_sello()
        raise


def sello_digital_vale(certificado: bytes, *, cadena: str, firma: bytes) -> bool:
    """Whether `firma` is the sello digital over a cadena by the key of that certificate (DER)."""
    llave = load_der_public_key(x509.Certificate.load(certificado).public_key.dump())
    if not isinstance(llave, RSAPublicKey):
        return False
    try:
        llave.verify(firma, cadena.encode(), PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
