"""Why a signed act is refused."""

from buzon.valores.rechazo import Rechazo


class ActoVencido(Rechazo):
    """The time to sign it is over."""

    codigo = "acto_vencido"


class ActoUsado(Rechazo):
    """It was already signed, with another signature."""

    codigo = "acto_usado"


class ActoAgotado(Rechazo):
    """Its tries are used up."""

    codigo = "acto_agotado"


class RfcDistinto(Rechazo):
    """The certificate belongs to another taxpayer."""

    codigo = "rfc_distinto"


class CertificadoDistinto(Rechazo):
    """The certificate is not the one named in the text to be signed."""

    codigo = "certificado_distinto"
