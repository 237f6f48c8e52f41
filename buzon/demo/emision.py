"""Certificates, keys and CRLs laid out byte for byte as the SAT's (demo and tests only)."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import core
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

DIAS_DE_FIEL = 1460
DIAS_DE_CSD = 1461
ITERACIONES = 2048
PREFIJO_DE_PRUEBAS = "300010000009"

UTF8, PRINTABLE, T61, IA5 = 0x0C, 0x13, 0x14, 0x16
_SEQUENCE, _SET, _EXTENSIONES = 0x30, 0x31, 0xA3
_SHA256_CON_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
_IMPRIMIBLE = re.compile(r"[A-Za-z0-9 '()+,\-./:=?]*")


@dataclass(frozen=True, slots=True)
class Emisor:
    """An authority able to sign: its DN in DER and its key."""

    nombre: bytes
    llave: RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Titular:
    """Who an e.firma is issued to; a moral has no CURP and has a representative."""

    nombre: str
    rfc: str
    curp: str = ""
    representante_rfc: str = ""
    representante_curp: str = ""
    correo: str = "pruebas@buzon.example"


@dataclass(frozen=True, slots=True)
class Par:
    """The two files that a holder keeps: .cer and encrypted .key, both DER."""

    cer: bytes
    key: bytes


def tlv(etiqueta: int, *partes: bytes) -> bytes:
    """One DER element."""
    contenido = b"".join(partes)
    largo = len(contenido)
    # X.690, 8.1.3: up to 127 octets the length says itself; beyond, how many octets it takes and then it.
    octetos = largo.to_bytes((largo.bit_length() + 7) // 8 or 1)
    return (
        bytes([etiqueta]) + (octetos if largo < 0x80 else bytes([0x80 | len(octetos)]) + octetos) + contenido
    )


def _oid(texto: str) -> bytes:
    return bytes(core.ObjectIdentifier(texto).dump())


def atributo(oid: str, texto: str, etiqueta: int | None = None) -> bytes:
    """One RDN. By default as the SAT does: PrintableString if it can be, otherwise T61String in LATIN-1."""
    if etiqueta is None:
        etiqueta = PRINTABLE if _IMPRIMIBLE.fullmatch(texto) else T61
    valor = texto.encode("utf-8" if etiqueta == UTF8 else "latin-1")
    return tlv(_SET, tlv(_SEQUENCE, _oid(oid), tlv(etiqueta, valor)))


def nombre(*atributos: bytes) -> bytes:
    """A DN of those RDNs, in order."""
    return tlv(_SEQUENCE, *atributos)


def sujeto_de_fiel(titular: Titular) -> bytes:
    pais, correo = atributo("2.5.4.6", "MX"), atributo("1.2.840.113549.1.9.1", titular.correo, IA5)
    return nombre(*_nombres(titular), pais, correo, *_claves(titular))


def sujeto_de_csd(titular: Titular) -> bytes:
    return nombre(*_nombres(titular), *_claves(titular), atributo("2.5.4.11", "Sucursal 1"))


def _nombres(titular: Titular) -> Iterable[bytes]:
    return (atributo(oid, titular.nombre) for oid in ("2.5.4.3", "2.5.4.41", "2.5.4.10"))


def _claves(titular: Titular) -> tuple[bytes, bytes]:
    rfc, curp = titular.rfc, titular.curp
    if titular.representante_rfc:
        rfc, curp = f"{rfc} / {titular.representante_rfc}", f" / {titular.representante_curp}"
    return atributo("2.5.4.45", rfc), atributo("2.5.4.5", curp)


def extension(oid: str, valor: str, *, critica: bool = False) -> bytes:
    """One extension; `valor` is its DER in hexadecimal."""
    marca = core.Boolean(True).dump() if critica else b""
    return tlv(_SEQUENCE, _oid(oid), marca, tlv(0x04, bytes.fromhex(valor)))


# As the SAT's certificates have them: CA false; digitalSignature, contentCommitment, dataEncipherment, keyAgreement;
# SSL client and S/MIME; emailProtection and clientAuth. A CSD: the first two usages alone, and a branch in its subject.
SIN_AUTORIDAD = extension("2.5.29.19", "3000", critica=True)
USOS_DE_FIEL = extension("2.5.29.15", "030203d8")
TIPO_NETSCAPE = extension("2.16.840.1.113730.1.1", "030205a0")
USOS_EXTENDIDOS_DE_FIEL = extension("2.5.29.37", "301406082b0601050507030406082b06010505070302")
EXTENSIONES_DE_FIEL = (SIN_AUTORIDAD, USOS_DE_FIEL, TIPO_NETSCAPE, USOS_EXTENDIDOS_DE_FIEL)
EXTENSIONES_DE_CSD = (SIN_AUTORIDAD, extension("2.5.29.15", "030206c0"))


def identificador(llave: RSAPublicKey) -> bytes:
    """The SHA-1 of the key that subject and authority key identifiers carry."""
    return hashlib.sha1(llave.public_bytes(Encoding.DER, PublicFormat.PKCS1), usedforsecurity=False).digest()


def extensiones_de_autoridad(llave: RSAPublicKey) -> tuple[bytes, ...]:
    return (
        extension("2.5.29.14", tlv(0x04, identificador(llave)).hex()),
        extension("2.5.29.19", "30030101ff", critica=True),
        extension("2.5.29.15", "03020186", critica=True),
    )


def extensiones_de_sello(llave: RSAPublicKey, *, emisor: RSAPublicKey) -> tuple[bytes, ...]:
    return (
        SIN_AUTORIDAD,
        extension("2.5.29.15", "030206c0", critica=True),
        extension("2.5.29.14", tlv(0x04, identificador(llave)).hex()),
        extension("2.5.29.35", tlv(_SEQUENCE, tlv(0x80, identificador(emisor))).hex()),
    )


def nueva_llave(bits: int = 2048) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


def nueva_serie() -> str:
    """20 digits of the range that the SAT keeps for tests."""
    return f"{PREFIJO_DE_PRUEBAS}{secrets.randbelow(10**8):08d}"


def tiempo(instante: datetime) -> bytes:
    """UTCTime up to 2049, GeneralizedTime later (RFC 5280)."""
    if instante.year < 2050:
        return tlv(0x17, f"{instante:%y%m%d%H%M%S}Z".encode())
    return tlv(0x18, f"{instante:%Y%m%d%H%M%S}Z".encode())


def emitir_certificado(
    emisor: Emisor,
    *,
    sujeto: bytes,
    llave: bytes,
    desde: bytes,
    hasta: bytes,
    extensiones: Iterable[bytes],
    serie: bytes | None = None,
) -> bytes:
    """Sign a v3 certificate from parts in DER (`llave` is the SubjectPublicKeyInfo, `serie` bare octets)."""
    partes = [
        bytes.fromhex("a003020102"),
        tlv(0x02, serie or nueva_serie().encode()),  # the SAT's are 20 digits, each an octet in ASCII
        _SHA256_CON_RSA,
        emisor.nombre,
        tlv(_SEQUENCE, desde, hasta),
        sujeto,
        llave,
        tlv(_EXTENSIONES, tlv(_SEQUENCE, *extensiones)),
    ]
    return firmar_tbs(emisor, tlv(_SEQUENCE, *partes))


def firmar_tbs(emisor: Emisor, tbs: bytes) -> bytes:
    firma = emisor.llave.sign(tbs, PKCS1v15(), SHA256())
    return tlv(_SEQUENCE, tbs, _SHA256_CON_RSA, tlv(0x03, b"\0", firma))


def llave_en_der(llave: RSAPublicKey) -> bytes:
    return llave.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def emitir_persona(
    emisor: Emisor, *, titular: Titular, desde: datetime, contrasena: str, es_csd: bool = False
) -> Par:
    """A new e.firma (or a CSD) in force from `desde` (UTC) for as many days as the SAT gives."""
    llave = nueva_llave()
    cer = emitir_certificado(
        emisor,
        sujeto=sujeto_de_csd(titular) if es_csd else sujeto_de_fiel(titular),
        llave=llave_en_der(llave.public_key()),
        desde=tiempo(desde),
        hasta=tiempo(desde + timedelta(days=DIAS_DE_CSD if es_csd else DIAS_DE_FIEL)),
        extensiones=EXTENSIONES_DE_CSD if es_csd else EXTENSIONES_DE_FIEL,
    )
    return Par(cer, cifrar_llave(llave, contrasena=contrasena))


def cifrar_llave(llave: RSAPrivateKey, *, contrasena: str, codificacion: str = "utf-8") -> bytes:
    """PKCS#8 as in all the SAT's .key files: PBES2, PBKDF2-HMAC-SHA1, 2048 iterations, des-EDE3-CBC."""
    sal, vector = secrets.token_bytes(8), secrets.token_bytes(8)
    derivada = hashlib.pbkdf2_hmac("sha1", contrasena.encode(codificacion), sal, ITERACIONES, 24)
    relleno = PKCS7(64).padder()
    claro = llave.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    cifrador = Cipher(TripleDES(derivada), CBC(vector)).encryptor()
    cifrado = cifrador.update(relleno.update(claro) + relleno.finalize()) + cifrador.finalize()
    derivacion = tlv(
        _SEQUENCE,
        _oid("1.2.840.113549.1.5.12"),
        tlv(_SEQUENCE, tlv(0x04, sal), core.Integer(ITERACIONES).dump()),
    )
    esquema = tlv(_SEQUENCE, _oid("1.2.840.113549.3.7"), tlv(0x04, vector))
    algoritmo = tlv(_SEQUENCE, _oid("1.2.840.113549.1.5.13"), tlv(_SEQUENCE, derivacion, esquema))
    return tlv(_SEQUENCE, algoritmo, tlv(0x04, cifrado))
