"""From an uploaded file to one strict DER structure: bounded, canonical, nothing left over."""

import base64
import binascii
from typing import NamedTuple

from buzon.efirma.errores import CertificadoIlegible

LARGO_MAXIMO = 8192
PROFUNDIDAD_MAXIMA = 16

_INICIO = b"-----BEGIN CERTIFICATE-----"
_FIN = b"-----END CERTIFICATE-----"
_CONSTRUIDO = 0x20
# Of one octet; in the universal class SEQUENCE and SET are constructed and nothing else is.
_ETIQUETAS = frozenset(
    etiqueta
    for etiqueta in range(0x100)
    if etiqueta & 0x1F != 0x1F
    and (etiqueta >= 0x40 or (etiqueta & 0x1F in (0x10, 0x11)) == bool(etiqueta & _CONSTRUIDO))
)


class Elemento(NamedTuple):
    """One TLV: identifier octet, the whole encoding, its contents, and its children if constructed."""

    etiqueta: int
    crudo: bytes
    contenido: bytes
    hijos: tuple["Elemento", ...]


def extraer_der(contenido: bytes) -> bytes:
    """The DER inside a file that holds one certificate, in DER or in PEM, and nothing else.

    Raises CertificadoIlegible for more than 8 kB or for a PEM of any other shape.
    """
    if len(contenido) > LARGO_MAXIMO:
        raise CertificadoIlegible(f"{len(contenido)} bytes")
    texto = contenido.strip()
    return _desarmar(texto) if texto.startswith(_INICIO) else contenido


def leer_der(der: bytes) -> Elemento:
    """The only element in `der`.

    Raises CertificadoIlegible for trailing bytes, indefinite or non-minimal lengths, constructed strings
    (BER), lengths beyond 64 kB and deep nesting. What primitive elements contain is left to the reader.
    """
    elementos = _leer(der, 0, len(der), PROFUNDIDAD_MAXIMA)
    if len(elementos) != 1:
        raise CertificadoIlegible("bytes sobrantes")
    return elementos[0]


def _leer(der: bytes, posicion: int, limite: int, profundidad: int) -> tuple[Elemento, ...]:
    """The elements that fill exactly der[posicion:limite]."""
    elementos = []
    while posicion < limite:
        inicio = posicion + 2
        if inicio > limite:
            raise CertificadoIlegible("DER truncado")
        etiqueta, largo = der[posicion], der[posicion + 1]
        if largo >= 0x80:
            inicio, largo = _largo_en_varios_octetos(der, inicio, largo)
        fin = inicio + largo
        if fin > limite or not profundidad or etiqueta not in _ETIQUETAS:
            raise CertificadoIlegible("DER")
        hijos = _leer(der, inicio, fin, profundidad - 1) if etiqueta & _CONSTRUIDO else ()
        elementos.append(Elemento(etiqueta, der[posicion:fin], der[inicio:fin], hijos))
        posicion = fin
    return tuple(elementos)


def _largo_en_varios_octetos(der: bytes, inicio: int, primero: int) -> tuple[int, int]:
    octetos = primero & 0x7F
    largo = int.from_bytes(der[inicio : inicio + octetos])
    if not 1 <= octetos <= 2 or largo < (0x80 if octetos == 1 else 0x100):
        raise CertificadoIlegible("longitud")
    return inicio + octetos, largo


def _desarmar(texto: bytes) -> bytes:
    cuerpo = texto.removeprefix(_INICIO).removesuffix(_FIN)
    if len(cuerpo) != len(texto) - len(_INICIO) - len(_FIN):
        raise CertificadoIlegible("PEM sin fin")
    try:
        return base64.b64decode(b"".join(cuerpo.split()), validate=True)
    except binascii.Error as error:
        raise CertificadoIlegible("PEM") from error
