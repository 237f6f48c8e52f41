"""What tells a document of ours, and one that was: its digest, and the seal's certificate somewhere in its bytes.

No file that a person sends is parsed here.
"""

import hashlib
from collections.abc import Iterable
from typing import BinaryIO

_TROZO = 256 * 1024


def sha256_de(archivo: BinaryIO) -> str:
    """Return the digest of a file, from where it is, in hexadecimal."""
    digesto = hashlib.sha256()
    while trozo := archivo.read(_TROZO):
        digesto.update(trozo)
    return digesto.hexdigest()


def lleva_alguno(certificados: Iterable[bytes], *, archivo: BinaryIO) -> bool:
    """Whether one of those certificates (DER) stands in the file, which is read from where it is.

    As it is, or in hexadecimal: so PAdES keeps the signature with its certificate (`Contents`), and so other programs
    write it again when they save a PDF, outside of compressed objects.
    """
    crudas = list(certificados)
    en_hexadecimal = [der.hex().encode() for der in crudas]
    solape = max(map(len, en_hexadecimal), default=0)
    ventana = b""
    while trozo := archivo.read(_TROZO):
        ventana = ventana[-solape:] + trozo
        minuscula = ventana.lower()
        if any(der in ventana for der in crudas) or any(marca in minuscula for marca in en_hexadecimal):
            return True
    return False
