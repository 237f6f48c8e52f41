"""Reads a certificate of the SAT into a frozen value; whatever a parser raises ends here as a refusal."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from OpenSSL import crypto

from buzon.efirma.der import Elemento, extraer_der, leer_der
from buzon.efirma.errores import (
    CertificadoIlegible,
    CertificadoRfcInvalido,
    CertificadoSinRfc,
    EsSelloDigital,
)
from buzon.efirma.extensiones import Extensiones, leer_extensiones, son_de_fiel
from buzon.efirma.identidad import Identidad, Sujeto, leer_identidad, leer_sujeto, tiene_sucursal
from buzon.efirma.llave import exigir_algoritmo_de_firma, exigir_llave
from buzon.valores.rechazo import Rechazo

_VERSION_3 = bytes.fromhex("a003020102")
_EXTENSIONES = 0xA3
_UTC_TIME = 0x17
_NUMERO = re.compile(rb"[0-9]{20}")
_INSTANTE = re.compile(r"[0-9]{14}Z")


@dataclass(frozen=True, slots=True)
class Certificado:
    """A certificate and its holder. Reading it says nothing yet about profile, trust or dates.

    For a moral `curp` is empty; for a física both fields of the representative are.
    """

    der: bytes = field(repr=False)
    numero: str
    sha256: str
    titular: str
    rfc: str
    curp: str
    representante_rfc: str
    representante_curp: str
    correo: str
    desde: datetime
    hasta: datetime
    es_fiel: bool
    emisor: bytes = field(repr=False)
    llave_publica: RSAPublicKey = field(repr=False, compare=False)
    openssl: crypto.X509 = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Estructura:
    """The parts of any X.509 v3 certificate, before asking whose it is; names in DER."""

    der: bytes
    serie: bytes
    algoritmo: bytes
    emisor: bytes
    desde: datetime
    hasta: datetime
    sujeto: Elemento
    llave: Elemento
    extensiones: Extensiones
    openssl: crypto.X509


@contextmanager
def muro_del_parser() -> Iterator[None]:
    """The one place where whatever a parser raises on hostile DER becomes CertificadoIlegible."""
    try:
        yield
    except Rechazo:
        raise
    except Exception as error:  # ValueError, KeyError, UnicodeError, OpenSSL's own...
        raise CertificadoIlegible(type(error).__name__) from error


def leer_certificado(contenido: bytes) -> Certificado:
    """Read a .cer (DER, or PEM with a single block).

    Raises, in this order, CertificadoIlegible, CertificadoAlgoritmo, EsSelloDigital (only where there is no
    valid RFC either; otherwise `exigir_fiel` says it), CertificadoSinRfc, CertificadoRfcInvalido.
    """
    with muro_del_parser():
        partes = leer_estructura(contenido)
        numero = _numero(partes.serie)
        sujeto = leer_sujeto(partes.sujeto)
        # A CSD names its branch (OU); a FIEL never does.
        es_fiel = son_de_fiel(partes.extensiones) and not tiene_sucursal(sujeto)
        exigir_algoritmo_de_firma(partes.algoritmo)
        llave = exigir_llave(partes.llave)
        identidad = _identidad(sujeto, es_fiel=es_fiel)
    return Certificado(
        der=partes.der,
        numero=numero,
        sha256=hashlib.sha256(partes.der).hexdigest(),
        titular=identidad.titular,
        rfc=identidad.rfc,
        curp=identidad.curp,
        representante_rfc=identidad.representante_rfc,
        representante_curp=identidad.representante_curp,
        correo=identidad.correo,
        desde=partes.desde,
        hasta=partes.hasta,
        es_fiel=es_fiel,
        emisor=partes.emisor,
        llave_publica=llave,
        openssl=partes.openssl,
    )


def exigir_fiel(certificado: Certificado) -> None:
    """Raise EsSelloDigital unless the certificate has the usages of a FIEL and no branch (OU), as CSDs have.

    Neither the path nor a purpose stops a CSD: it chains to the same authorities and, having no
    extendedKeyUsage, it serves for every purpose.
    """
    if not certificado.es_fiel:
        raise EsSelloDigital(f"número {certificado.numero}")


def numero_de_certificado(contenido: bytes) -> str:
    """The 20 digits of any certificate of the hierarchy, also of one without RFC (a seal, an authority)."""
    return _numero(leer_estructura(contenido).serie)


def leer_estructura(contenido: bytes) -> Estructura:
    """Take apart any certificate (DER or PEM), or raise CertificadoIlegible.

    OpenSSL reads it as well, so that its parts are of the types that X.509 gives them.
    """
    with muro_del_parser():
        der = extraer_der(contenido)
        tbs, algoritmo, _ = leer_der(der).hijos
        openssl = crypto.load_certificate(crypto.FILETYPE_ASN1, der)
        version, serie, algoritmo_interior, emisor, vigencia, sujeto, llave, extensiones = tbs.hijos
        if version.crudo != _VERSION_3 or extensiones.etiqueta != _EXTENSIONES:
            raise CertificadoIlegible("no es un certificado X.509 v3")
        # RFC 5280 §4.1.1.2: the one that is signed and the one outside are the same.
        if algoritmo.crudo != algoritmo_interior.crudo:
            raise CertificadoIlegible("dos algoritmos de firma")
        desde, hasta = map(_instante, vigencia.hijos)
        return Estructura(
            der=der,
            serie=serie.contenido,
            algoritmo=algoritmo.crudo,
            emisor=emisor.crudo,
            desde=desde,
            hasta=hasta,
            sujeto=sujeto,
            llave=llave,
            extensiones=leer_extensiones(extensiones.hijos[0]),
            openssl=openssl,
        )


def _identidad(sujeto: Sujeto, *, es_fiel: bool) -> Identidad:
    """What is no FIEL (a seal, an authority, a server) need not name an RFC: say first what it is."""
    try:
        return leer_identidad(sujeto)
    except (CertificadoSinRfc, CertificadoRfcInvalido) as error:
        if not es_fiel:
            raise EsSelloDigital(error.detalle) from error
        raise


def _numero(serie: bytes) -> str:
    """The SAT's serial numbers are 20 ASCII digits."""
    if not _NUMERO.fullmatch(serie):
        raise CertificadoIlegible("número de serie")
    return serie.decode("ascii")


def _instante(tiempo: Elemento) -> datetime:
    """RFC 5280 §4.1.2.5: in UTC, with seconds, without fractions; years of two digits from 1950 to 2049."""
    texto = tiempo.contenido.decode("ascii")
    if tiempo.etiqueta == _UTC_TIME:
        texto = ("19" if texto >= "50" else "20") + texto
    if not _INSTANTE.fullmatch(texto):
        raise CertificadoIlegible("fecha")
    mes, dia, hora, minuto, segundo = (int(texto[i : i + 2]) for i in range(4, 14, 2))
    return datetime(int(texto[:4]), mes, dia, hora, minuto, segundo, tzinfo=UTC)
