"""A production that is as it is to be: `python -m tests.produccion CARPETA` makes its files for `make check`."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

AUTORIDAD = "AUTORIDAD CERTIFICADORA DE LA REPÚBLICA"


def entorno(carpeta: Path) -> dict[str, str]:
    """Return the variables of a whole production whose files lie in that folder; nothing listens at its addresses."""
    return {
        "MODO": "produccion",
        "BUZON_DATOS": str(carpeta / "datos"),
        "URL_PUBLICA": "https://buzon.example",
        "PROXIES_DE_CONFIANZA": "10.0.0.0/8",
        "HSTS_SUBDOMINIOS": "si",
        "HSTS_PRECARGA": "si",
        "SECRET_KEY": "solo-para-las-pruebas-0123456789-abcdefghijklmnopqrstuvwxyz",
        "DATABASE_URL": "postgresql://buzon_procesos@127.0.0.1:1/buzon",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "archivo:",
        "SMS_URL": "archivo:",
        "EFIRMA_ANCLAS": str(carpeta / "anclas"),
        "EFIRMA_CRLS": str(carpeta / "crls"),
        "SELLO_CERTIFICADO": str(carpeta / "sello.cer"),
        "SELLO_LLAVE": str(carpeta / "sello.key"),
    }


def nombre(comun: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, comun)])


def certificado(
    comun: str, *, dias: int = 365, llave: RSAPrivateKey, emisor: RSAPrivateKey, es_autoridad: bool = False
) -> x509.Certificate:
    """Issue a certificate of that common name; an authority issues its own, which may sign lists."""
    ahora = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(nombre(comun))
        .issuer_name(nombre(comun if es_autoridad else AUTORIDAD))
        .public_key(llave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ahora - timedelta(days=2))
        .not_valid_after(ahora + timedelta(days=dias))
        .add_extension(x509.BasicConstraints(ca=es_autoridad, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=es_autoridad,
                crl_sign=es_autoridad,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(emisor, SHA256())
    )


def lista(comun: str, *, llave: RSAPrivateKey) -> x509.CertificateRevocationList:
    """Issue an empty list of revoked certificates, in force for a year."""
    ahora = datetime.now(UTC)
    constructor = x509.CertificateRevocationListBuilder().issuer_name(nombre(comun))
    return (
        constructor.last_update(ahora - timedelta(days=1))
        .next_update(ahora + timedelta(days=365))
        .sign(llave, SHA256())
    )


def crear(
    carpeta: Path,
    *,
    autoridad: str = AUTORIDAD,
    sello: str = "INSTITUTO",
    dias: int = 365,
    dias_de_la_autoridad: int = 365,
    con_lista: bool = True,
) -> dict[str, str]:
    """Write anchor, list and seal, and return the environment over them."""
    for cual in ("anclas", "crls"):
        (carpeta / cual).mkdir(parents=True, exist_ok=True)
    raiz, propia = (generate_private_key(65537, 2048) for _ in range(2))
    ancla = certificado(autoridad, dias=dias_de_la_autoridad, llave=raiz, emisor=raiz, es_autoridad=True)
    (carpeta / "anclas" / "ac.cer").write_bytes(ancla.public_bytes(Encoding.DER))
    if con_lista:
        (carpeta / "crls" / "ac.crl").write_bytes(lista(autoridad, llave=raiz).public_bytes(Encoding.DER))
    suyo = certificado(sello, dias=dias, llave=propia, emisor=raiz)
    (carpeta / "sello.cer").write_bytes(suyo.public_bytes(Encoding.DER))
    en_der = propia.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    (carpeta / "sello.key").write_bytes(en_der)
    return entorno(carpeta)


if __name__ == "__main__":
    print(*(f"{clave}={valor}" for clave, valor in crear(Path(sys.argv[1])).items()), sep="\n")
