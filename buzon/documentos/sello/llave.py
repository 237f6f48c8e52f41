"""The institution's certificate and key, opened once a process, and its sello digital over a cadena original."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import pem
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
)
from django.conf import settings

from buzon.confianza.fuentes import anclas
from buzon.documentos.errores import SelloNoDisponible
from buzon.documentos.sello.hsm import Firmar, abrir
from buzon.efirma.asn1 import x509

_PRUEBA = b"prueba del sello"

Marca = tuple[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Sello:
    """The seal as the documents name it, and the means to put it. `desde` and `hasta` with time zone.

    Each opening is one of its own: two are never equal.
    """

    numero: str
    titular: str
    desde: datetime
    hasta: datetime
    certificado: x509.Certificate = field(repr=False)
    emisores: tuple[x509.Certificate, ...] = field(repr=False)
    firmar: Firmar = field(repr=False)

    def exigir_vigente(self, *, en: datetime) -> None:
        """Raise SelloNoDisponible outside the certificate's dates."""
        if not self.desde <= en <= self.hasta:
            raise SelloNoDisponible(f"El certificado del sello sólo vale de {self.desde} a {self.hasta}.")


def cargar_sello() -> Sello:
    """Return the seal of the settings; it is opened again when a file changes, and in a forked process.

    SELLO_CERTIFICADO is a certificate (DER or PEM), in PEM followed by its issuers if they are to travel along.
    Raises SelloNoDisponible with a sentence for the operator.
    """
    if not (settings.SELLO_LLAVE or settings.SELLO_PKCS11_MODULO):
        raise SelloNoDisponible("Falta la llave del sello: define SELLO_LLAVE, o SELLO_PKCS11_MODULO.")
    llaves = [] if settings.SELLO_PKCS11_MODULO else [settings.SELLO_LLAVE]
    return _abrir(tuple(_marca(ruta) for ruta in (settings.SELLO_CERTIFICADO, *llaves)), os.getpid())


def certificado_del_sello() -> x509.Certificate:
    """Return the seal's certificate without touching its key: a process that only verifies need not have it.

    Raises SelloNoDisponible.
    """
    return _leer_certificados(_marca(settings.SELLO_CERTIFICADO))[0]


def raiz_del_sello() -> x509.Certificate:
    """Return where the seal's certificate comes from: the last of its file, or the anchor that issued that one.

    Raises SelloNoDisponible.
    """
    return _subir_a_la_raiz(_leer_certificados(_marca(settings.SELLO_CERTIFICADO))[-1], anclas())


def _subir_a_la_raiz(certificado: x509.Certificate, conocidas: Sequence[bytes]) -> x509.Certificate:
    por_titular = {ancla.subject.dump(): ancla for ancla in map(_leer_ancla, conocidas)}
    # As many steps as there are anchors: two that issued each other would have no end.
    for _ in por_titular:
        certificado = por_titular.get(certificado.issuer.dump(), certificado)
    return certificado


def _leer_ancla(contenido: bytes) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(contenido)[2] if pem.detect(contenido) else contenido)


def _marca(ruta: str) -> Marca:
    try:
        return ruta, Path(ruta).stat().st_mtime_ns
    except OSError as error:
        raise SelloNoDisponible(f"No se pudo leer el sello ({ruta}): {error.strerror}.") from error


def olvidar_sello() -> None:
    """Have the seal opened again: the session with a token may have died."""
    _abrir.cache_clear()


@lru_cache(maxsize=4)
def _abrir(marcas: tuple[Marca, ...], proceso: int) -> Sello:
    certificado, *emisores = _leer_certificados(marcas[0])
    firmar = (
        abrir(settings.SELLO_PKCS11_MODULO, token=settings.SELLO_PKCS11_TOKEN, pin=settings.SELLO_PKCS11_PIN)
        if settings.SELLO_PKCS11_MODULO
        else _abrir_llave(marcas[1][0])
    )
    # A key of another certificate would seal what nobody can verify: better nothing is sealed.
    _exigir_par(certificado, firmar)
    vigencia = certificado["tbs_certificate"]["validity"]
    nombres = certificado.subject.native
    return Sello(
        numero=_numero(certificado),
        titular=str(nombres.get("common_name") or nombres.get("organization_name", "")),
        desde=vigencia["not_before"].native,
        hasta=vigencia["not_after"].native,
        certificado=certificado,
        emisores=tuple(emisores),
        firmar=firmar,
    )


@lru_cache(maxsize=4)
def _leer_certificados(marca: Marca) -> Sequence[x509.Certificate]:
    ruta = marca[0]
    contenido = Path(ruta).read_bytes()
    try:
        ders = (
            [der for _, _, der in pem.unarmor(contenido, multiple=True)]
            if pem.detect(contenido)
            else [contenido]
        )
        certificados = [x509.Certificate.load(der, strict=True) for der in ders]
        for certificado in certificados:
            certificado.native  # noqa: B018  asn1crypto parses only what is asked for
    except (ValueError, KeyError) as error:
        raise SelloNoDisponible(f"SELLO_CERTIFICADO ({ruta}) no es un certificado legible.") from error
    return certificados


def _abrir_llave(ruta: str) -> Firmar:
    contenido = Path(ruta).read_bytes()
    cargar = load_pem_private_key if pem.detect(contenido) else load_der_private_key
    try:
        llave = cargar(contenido, settings.SELLO_CONTRASENA.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SelloNoDisponible(f"No se pudo abrir SELLO_LLAVE ({ruta}): revisa SELLO_CONTRASENA.") from error
    if not isinstance(llave, RSAPrivateKey):
        raise SelloNoDisponible(f"SELLO_LLAVE ({ruta}) no es una llave RSA.")
    return lambda datos: llave.sign(datos, PKCS1v15(), SHA256())


def _exigir_par(certificado: x509.Certificate, firmar: Firmar) -> None:
    publica = load_der_public_key(certificado.public_key.dump())
    try:
        if not isinstance(publica, RSAPublicKey):
            raise SelloNoDisponible("El certificado del sello no es RSA.")
        publica.verify(firmar(_PRUEBA), _PRUEBA, PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise SelloNoDisponible("La llave del sello no corresponde a SELLO_CERTIFICADO.") from error


def _numero(certificado: x509.Certificate) -> str:
    # 20 digits in the SAT's way of numbering, hexadecimal in any other.
    serie = bytes(certificado["tbs_certificate"]["serial_number"].contents)
    return serie.decode("ascii") if len(serie) == 20 and serie.isdigit() else serie.hex().upper()


def firmar_cadena(cadena: str, *, sello: Sello, ahora: datetime) -> bytes:
    """Return the sello digital over a cadena: RSASSA-PKCS1-v1_5 with SHA-256 of its bytes in UTF-8.

    Raises SelloNoDisponible when the certificate is not in force at `ahora`.
    """
    sello.exigir_vigente(en=ahora)
    try:
        return sello.firmar(cadena.encode())
    # A token may have closed its session: the next seal opens it anew.
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
