"""Which algorithms and public keys are admitted."""

import math

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from buzon.efirma.der import Elemento
from buzon.efirma.errores import CertificadoAlgoritmo

BITS = range(2048, 4096 + 1)
EXPONENTE = 65537

# AlgorithmIdentifier in DER, with its NULL: sha256, sha384 and sha512WithRSAEncryption; rsaEncryption.
_DE_FIRMA = frozenset(bytes.fromhex(f"300d06092a864886f70d0101{ultimo}0500") for ultimo in ("0b", "0c", "0d"))
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")

_PRIMOS = tuple(p for p in range(3, 2000, 2) if all(p % d for d in range(3, math.isqrt(p) + 1, 2)))
_PRODUCTO_DE_PRIMOS = math.prod(_PRIMOS)
_PASOS_DE_FERMAT = 4
# ROCA (CVE-2017-15361): modulo each of these primes, such a modulus is a power of 65537.
_PRIMOS_DE_ROCA = tuple(p for p in _PRIMOS if p <= 167)
_POTENCIAS = {p: frozenset(pow(EXPONENTE, n, p) for n in range(p)) for p in _PRIMOS_DE_ROCA}


def exigir_algoritmo_de_firma(algoritmo: bytes) -> None:
    """Raise CertificadoAlgoritmo for anything but RSASSA-PKCS1-v1_5 with SHA-256, SHA-384 or SHA-512."""
    if algoritmo not in _DE_FIRMA:
        raise CertificadoAlgoritmo(f"firma {algoritmo[:16].hex()}")


def exigir_llave(spki: Elemento) -> RSAPublicKey:
    """The RSA key of 2048 to 4096 bits with e = 65537 and a sound modulus, or CertificadoAlgoritmo."""
    if spki.hijos[0].crudo != _RSA:
        raise CertificadoAlgoritmo("la llave no es RSA")
    try:
        llave = load_der_public_key(spki.crudo)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CertificadoAlgoritmo("llave RSA") from error
    if not isinstance(llave, RSAPublicKey) or llave.key_size not in BITS:
        raise CertificadoAlgoritmo("tamaño de la llave")
    numeros = llave.public_numbers()
    if numeros.e != EXPONENTE or tiene_modulo_debil(numeros.n):
        raise CertificadoAlgoritmo("llave débil")
    return llave


def tiene_modulo_debil(modulo: int) -> bool:
    """Whether it has a small factor, two factors close to each other, or the ROCA fingerprint."""
    return (
        modulo % 2 == 0
        or math.gcd(modulo, _PRODUCTO_DE_PRIMOS) > 1
        or _cede_a_fermat(modulo)
        or all(modulo % p in _POTENCIAS[p] for p in _PRIMOS_DE_ROCA)
    )


def _cede_a_fermat(modulo: int) -> bool:
    raiz = math.isqrt(modulo)
    for candidata in range(raiz, raiz + _PASOS_DE_FERMAT):
        resto = candidata * candidata - modulo
        if resto >= 0 and math.isqrt(resto) ** 2 == resto:
            return True
    return False
