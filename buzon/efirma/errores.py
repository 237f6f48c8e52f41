"""The refusals of the e.firma, each with its stable code."""

from datetime import datetime

from buzon.valores.rechazo import Rechazo


class CertificadoIlegible(Rechazo):
    """Not one DER (or PEM) certificate of at most 8 kB as the SAT writes them."""

    codigo = "certificado_ilegible"


class CertificadoAlgoritmo(Rechazo):
    """A key or a signature algorithm that is not admitted."""

    codigo = "certificado_algoritmo"


class EsSelloDigital(Rechazo):
    """A CSD, or any certificate other than a FIEL."""

    codigo = "certificado_es_csd"


class CertificadoSinRfc(Rechazo):
    """The subject names no RFC."""

    codigo = "certificado_sin_rfc"


class CertificadoRfcInvalido(Rechazo):
    """The RFC in the subject is malformed, generic or ambiguous."""

    codigo = "certificado_rfc_invalido"


class CertificadoNoConfiable(Rechazo):
    """No anchor of ours issued it."""

    codigo = "certificado_no_confiable"


class CertificadoVencido(Rechazo):
    """Its period ended before the instant asked for, at `momento`."""

    codigo = "certificado_vencido"

    def __init__(self, momento: datetime) -> None:
        super().__init__(momento.isoformat())
        self.momento = momento


class CertificadoAunNoVigente(Rechazo):
    """Its period starts after the instant asked for, at `momento`."""

    codigo = "certificado_aun_no_vigente"

    def __init__(self, momento: datetime) -> None:
        super().__init__(momento.isoformat())
        self.momento = momento


class CertificadoRevocado(Rechazo):
    """Its authority revoked it."""

    codigo = "certificado_revocado"


class RevocacionNoDisponible(Rechazo):
    """No source says whether it is revoked."""

    codigo = "revocacion_no_disponible"


class FirmaInvalida(Rechazo):
    """The signature is not the holder's over that text."""

    codigo = "firma_invalida"
