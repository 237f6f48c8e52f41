"""The signature of a text and its detached CMS."""

import base64
import binascii
from collections.abc import Sequence

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from buzon.efirma.asn1 import x509
from buzon.efirma.certificado import Certificado
from buzon.efirma.errores import FirmaInvalida
from buzon.valores.rechazo import Rechazo


def verificar_firma(certificado: Certificado, *, texto: bytes, firma: bytes) -> None:
    """Raise FirmaInvalida unless `firma` is RSASSA-PKCS1-v1_5 with SHA-256, by that key, over `texto`."""
    llave = certificado.llave_publica
    if len(firma) != (llave.key_size + 7) // 8:
        raise FirmaInvalida(f"{len(firma)} bytes")
    try:
        llave.verify(firma, texto, PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise FirmaInvalida("no corresponde al texto o al certificado") from error


def envolver_cms(certificado: Certificado, *, firma: bytes, emisores: Sequence[bytes]) -> bytes:
    """The same signature as a detached .p7s (CMS SignedData without signed attributes), lossless.

    `openssl cms -verify -binary -inform DER -content cadena.txt -CAfile …` accepts it.
    """
    hoja = x509.Certificate.load(certificado.der)
    sha256 = cms.DigestAlgorithm({"algorithm": "sha256"})
    firmante = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.IssuerAndSerialNumber({"issuer": hoja.issuer, "serial_number": hoja.serial_number}),
            "digest_algorithm": sha256,
            "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
            "signature": firma,
        }
    )
    firmado = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [hoja, *(x509.Certificate.load(der) for der in emisores)],
            "signer_infos": [firmante],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": firmado}).dump())


def decodificar_base64(texto: str, *, maximo: int, rechazo: type[Rechazo] = FirmaInvalida) -> bytes:
    """At most `maximo` bytes from canonical base64: standard alphabet, padding, no white space.

    Raises `rechazo` otherwise.
    """
    if len(texto) > (maximo + 2) // 3 * 4:
        raise rechazo("base64 demasiado largo")
    try:
        datos = base64.b64decode(texto, validate=True)
    except (binascii.Error, ValueError) as error:
        raise rechazo("base64") from error
    # One spelling for each value: `validate` does not look at the bits that are left over (QQ== and QR== are one).
    if len(datos) > maximo or base64.b64encode(datos).decode("ascii") != texto:
        raise rechazo("base64 no canónico")
    return datos
