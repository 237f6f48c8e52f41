"""FIEL against CSD."""

from buzon.efirma.certificado import Certificado
from buzon.efirma.errores import EsSelloDigital


def exigir_fiel(certificado: Certificado) -> None:
    """Raise EsSelloDigital unless the certificate has the usages of a FIEL and no branch (OU), as CSDs have.

    Neither the path nor a purpose stops a CSD: it chains to the same authorities and, having no
    extendedKeyUsage, it serves for every purpose.
    """
    if not certificado.es_fiel:
        raise EsSelloDigital(f"número {certificado.numero}")
