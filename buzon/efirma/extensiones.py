"""What the extensions of a certificate say it is for."""

from collections.abc import Mapping

from buzon.efirma.der import Elemento, leer_der
from buzon.efirma.errores import CertificadoIlegible

_RESTRICCIONES = bytes.fromhex("551d13")  # basicConstraints
_USOS = bytes.fromhex("551d0f")  # keyUsage
_USOS_EXTENDIDOS = bytes.fromhex("551d25")  # extendedKeyUsage

_NO_ES_AUTORIDAD = bytes.fromhex("3000")
# digitalSignature, nonRepudiation, dataEncipherment, keyAgreement
_USOS_DE_FIEL = bytes.fromhex("030203d8")
# emailProtection, clientAuth
_USOS_EXTENDIDOS_DE_FIEL = {bytes.fromhex("2b06010505070304"), bytes.fromhex("2b06010505070302")}
_FIRMA_DE_CRL = 0x02

Extensiones = Mapping[bytes, bytes]


def leer_extensiones(lista: Elemento) -> Extensiones:
    """Values by OID. Raises CertificadoIlegible for a repeated extension."""
    extensiones = {extension.hijos[0].contenido: extension.hijos[-1].contenido for extension in lista.hijos}
    if len(extensiones) != len(lista.hijos):
        raise CertificadoIlegible("extensión repetida")
    return extensiones


def son_de_fiel(extensiones: Extensiones) -> bool:
    """Whether keyUsage and extendedKeyUsage are exactly those of a FIEL, of somebody who is no authority.

    No official text fixes the profile; it separates all the certificates seen (2017 to 2026).
    """
    return (
        extensiones.get(_RESTRICCIONES, _NO_ES_AUTORIDAD) == _NO_ES_AUTORIDAD
        and extensiones.get(_USOS) == _USOS_DE_FIEL
        and _USOS_EXTENDIDOS in extensiones
        and {uso.contenido for uso in leer_der(extensiones[_USOS_EXTENDIDOS]).hijos}
        == _USOS_EXTENDIDOS_DE_FIEL
    )


def permiten_firmar_crls(extensiones: Extensiones) -> bool:
    """Without keyUsage everything is permitted (RFC 5280 §4.2.1.3)."""
    if _USOS not in extensiones:
        return True
    return bool(leer_der(extensiones[_USOS]).contenido[1] & _FIRMA_DE_CRL)
