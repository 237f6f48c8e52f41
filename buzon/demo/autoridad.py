"""The «AC de pruebas»: a made-up authority with the SAT's profile, its seal for acuses and its CRL.

Below the folder (BUZON_DATOS/demo): anclas/ and crls/ are what the portal trusts; sello.pem (with its issuer;
sello.cer alone) and sello.key its seal; ac-de-pruebas.pem both anchors for the openssl command; privado/ the
authority's own keys.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from buzon.demo.emision import (
    UTF8,
    Emisor,
    atributo,
    emitir_certificado,
    extensiones_de_autoridad,
    extensiones_de_sello,
    llave_en_der,
    nombre,
    nueva_llave,
    tiempo,
)

BITS_DE_AUTORIDAD = 4096
DIAS_DE_CRL = 7
_DIAS_ATRAS = 30
NOMBRE_DEL_SELLO = "Buzón IMSS, clon demostrativo (sello de pruebas)"

RAIZ = "anclas/ac-raiz.cer"
INTERMEDIA = "anclas/ac-intermedia.cer"
CADENA = "ac-de-pruebas.pem"
CRL = "crls/ac-intermedia.crl"
SELLO, LLAVE_DEL_SELLO, CADENA_DEL_SELLO = "sello.cer", "sello.key", "sello.pem"
PERSONAS = "personas.json"
_AJENA = "privado/ac-ajena.cer"
_LLAVES = {ruta: f"privado/{Path(ruta).stem}.key" for ruta in (RAIZ, INTERMEDIA, _AJENA)}
_REVOCADOS = "privado/revocados.json"


@dataclass(frozen=True, slots=True)
class Autoridad:
    """Who issues the demo e.firmas: the trusted intermediate, and a stranger that no anchor knows."""

    carpeta: Path
    intermedia: Emisor
    ajena: Emisor


def crear_autoridad(carpeta: Path, *, ahora: datetime) -> Autoridad:
    """Make the authority and the seal the first time; later read them. `ahora` with time zone.

    People issued by an earlier, incomplete authority are forgotten with it.
    """
    completa = all(
        (carpeta / ruta).is_file()
        for ruta in (SELLO, LLAVE_DEL_SELLO, CADENA_DEL_SELLO, CADENA, *_LLAVES, *_LLAVES.values())
    )
    if not completa:
        (carpeta / PERSONAS).unlink(missing_ok=True)
        (carpeta / _REVOCADOS).unlink(missing_ok=True)
        _generar(carpeta, ahora.astimezone(UTC))
    return Autoridad(carpeta, _leer_emisor(carpeta, INTERMEDIA), _leer_emisor(carpeta, _AJENA))


def revocar(carpeta: Path, numero: str, *, ahora: datetime) -> None:
    """Note that the certificate of that number (20 digits) is revoked; the next CRL says so."""
    revocados = _leer_revocados(carpeta)
    revocados.setdefault(numero, ahora.astimezone(UTC).isoformat(timespec="seconds"))
    escribir(carpeta / _REVOCADOS, json.dumps(revocados, indent=1).encode())


def emitir_crl(carpeta: Path, *, ahora: datetime) -> bytes:
    """Issue the intermediate's CRL, in force for 7 days; to be repeated at every start.

    It says that it is of 30 days ago, so that acts which the demo dates back have their list too.
    """
    emisor = x509.load_der_x509_certificate((carpeta / INTERMEDIA).read_bytes())
    ahora = ahora.astimezone(UTC)
    lista = x509.CertificateRevocationListBuilder(
        issuer_name=emisor.subject,
        last_update=ahora - timedelta(days=_DIAS_ATRAS),
        next_update=ahora + timedelta(days=DIAS_DE_CRL),
    ).add_extension(x509.CRLNumber(int(ahora.timestamp())), critical=False)
    for numero, instante in _leer_revocados(carpeta).items():
        serie = int.from_bytes(numero.encode("ascii"))
        entrada = x509.RevokedCertificateBuilder(serie, datetime.fromisoformat(instante))
        lista = lista.add_revoked_certificate(entrada.build())
    crl = lista.sign(_leer_llave(carpeta / _LLAVES[INTERMEDIA]), SHA256()).public_bytes(Encoding.DER)
    escribir(carpeta / CRL, crl)
    return crl


def escribir(ruta: Path, datos: bytes, *, secreto: bool = False) -> None:
    """Write a file whole or not at all; a secret one can be read by its owner only."""
    ruta.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if ruta.parent.name == "privado" else 0o755)
    temporal = ruta.with_name(f".{ruta.name}.{os.getpid()}")
    with os.fdopen(
        os.open(temporal, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if secreto else 0o644), "wb"
    ) as archivo:
        archivo.write(datos)
    temporal.replace(ruta)


def _generar(carpeta: Path, ahora: datetime) -> None:
    """Root, intermediate and stranger, old enough for expired e.firmas and young enough for future ones."""
    raiz = _crear_emisor("AC RAIZ DE PRUEBAS")
    intermedia = _crear_emisor("AC DE PRUEBAS")
    ajena = _crear_emisor("AC AJENA DE PRUEBAS")
    sello = nueva_llave()
    plazos = {RAIZ: (raiz, raiz, 20), INTERMEDIA: (intermedia, raiz, 15), _AJENA: (ajena, ajena, 15)}
    for ruta, (titular, emisor, anos) in plazos.items():
        cer = emitir_certificado(
            emisor,
            sujeto=titular.nombre,
            llave=llave_en_der(titular.llave.public_key()),
            desde=tiempo(ahora - timedelta(days=3652)),
            hasta=tiempo(ahora + timedelta(days=365 * anos)),
            extensiones=extensiones_de_autoridad(titular.llave.public_key()),
        )
        escribir(carpeta / ruta, cer)
        escribir(carpeta / _LLAVES[ruta], _sin_cifrar(titular.llave), secreto=True)
    escribir(carpeta / CADENA, b"".join(_en_pem(carpeta / ruta) for ruta in (INTERMEDIA, RAIZ)))
    escribir(carpeta / LLAVE_DEL_SELLO, _sin_cifrar(sello), secreto=True)
    escribir(carpeta / SELLO, _certificar_sello(intermedia, sello, ahora))
    escribir(carpeta / CADENA_DEL_SELLO, b"".join(_en_pem(carpeta / ruta) for ruta in (SELLO, INTERMEDIA)))


def _certificar_sello(emisor: Emisor, sello: RSAPrivateKey, ahora: datetime) -> bytes:
    """Names no RFC, so that any PDF reader understands its subject."""
    return emitir_certificado(
        emisor,
        sujeto=_nombre_de_autoridad(NOMBRE_DEL_SELLO),
        llave=llave_en_der(sello.public_key()),
        desde=tiempo(ahora - timedelta(days=1)),
        hasta=tiempo(ahora + timedelta(days=3652)),
        extensiones=extensiones_de_sello(sello.public_key(), emisor=emisor.llave.public_key()),
    )


def _crear_emisor(comun: str) -> Emisor:
    return Emisor(_nombre_de_autoridad(comun), nueva_llave(BITS_DE_AUTORIDAD))


def _nombre_de_autoridad(comun: str) -> bytes:
    return nombre(
        atributo("2.5.4.6", "MX"),
        atributo("2.5.4.10", "CLON DEMOSTRATIVO SIN VALIDEZ OFICIAL", UTF8),
        atributo("2.5.4.3", comun, UTF8),
    )


def _leer_emisor(carpeta: Path, ruta: str) -> Emisor:
    certificado = x509.load_der_x509_certificate((carpeta / ruta).read_bytes())
    return Emisor(certificado.subject.public_bytes(), _leer_llave(carpeta / _LLAVES[ruta]))


def _leer_llave(ruta: Path) -> RSAPrivateKey:
    """Our own file: without the half second that OpenSSL takes to prove a key of 4096 bits."""
    return cast(
        RSAPrivateKey, load_der_private_key(ruta.read_bytes(), None, unsafe_skip_rsa_key_validation=True)
    )


def _leer_revocados(carpeta: Path) -> dict[str, str]:
    ruta = carpeta / _REVOCADOS
    return dict(json.loads(ruta.read_bytes())) if ruta.is_file() else {}


def _sin_cifrar(llave: RSAPrivateKey) -> bytes:
    return llave.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _en_pem(ruta: Path) -> bytes:
    return x509.load_der_x509_certificate(ruta.read_bytes()).public_bytes(Encoding.PEM)
