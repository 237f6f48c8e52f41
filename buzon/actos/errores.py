"""Why a signed act is refused."""

from buzon.efirma.errores import FirmaRechazada
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class ActoVencido(Rechazo):
    """The time to sign it is over."""

    codigo = "acto_vencido"
    titulo = marcado("Pasó el tiempo para firmar")
    mensaje = marcado(
        "Este texto venció sin efectos y nada cambió. Pide otro igual con «Ver el texto nuevo»."
    )
    status = 409


class ActoUsado(Rechazo):
    """It was already signed, with another signature."""

    codigo = "acto_usado"
    titulo = marcado("Esto ya se firmó")
    mensaje = marcado("Ya se firmó con otra firma. Revisa tu historial.")
    status = 409


class ActoAgotado(Rechazo):
    """Its five tries are used up."""

    codigo = "acto_agotado"
    titulo = marcado("Demasiados intentos de firma")
    mensaje = marcado(
        "Este texto ya no admite más intentos y nada cambió. Pide otro igual con «Ver el texto nuevo»."
    )
    status = 409


class RfcDistinto(Rechazo):
    """The certificate belongs to another taxpayer."""

    codigo = "rfc_distinto"
    titulo = marcado("Esta e.firma es de otra persona")
    mensaje = marcado(
        "El RFC del certificado no es el de tu sesión. Firma con la e.firma con la que entraste, o sal y "
        "entra con ésta."
    )


class CertificadoDistinto(FirmaRechazada):
    """The certificate is not the one named in the text to be signed."""

    codigo = "certificado_distinto"
    mensaje = marcado(
        "Esto se preparó con otro certificado. Sal, entra con el que vas a firmar y empieza de nuevo."
    )
