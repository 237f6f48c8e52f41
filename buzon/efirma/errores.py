"""The refusals of the e.firma, each with its stable code."""

from datetime import datetime

from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo


class CertificadoRechazado(Rechazo):
    """A certificate that is not accepted."""

    titulo = marcado("No aceptamos este certificado")


class FirmaRechazada(Rechazo):
    """A signature that is not accepted."""

    titulo = marcado("No pudimos aceptar tu firma")


class CertificadoIlegible(Rechazo):
    """Not one DER (or PEM) certificate of at most 8 kB as the SAT writes them, without anything behind it."""

    codigo = "certificado_ilegible"
    titulo = marcado("No pudimos leer tu certificado")
    mensaje = marcado(
        "Este archivo no es un certificado. Elige el que termina en .cer, tal como te lo dio el SAT."
    )


class CertificadoAlgoritmo(CertificadoRechazado):
    """A key or a signature algorithm that is not admitted."""

    codigo = "certificado_algoritmo"
    mensaje = marcado("Su llave o su algoritmo ya no son seguros. Renueva tu e.firma en el SAT.")


class EsSelloDigital(Rechazo):
    """A CSD, or any certificate other than a FIEL."""

    codigo = "certificado_es_csd"
    titulo = marcado("Este certificado no es de e.firma")
    mensaje = marcado(
        "Es un sello digital (CSD) o de otro uso, no una e.firma. Los sellos sirven para facturar; elige "
        "los archivos de tu e.firma."
    )


class CertificadoSinRfc(Rechazo):
    """The subject names no RFC."""

    codigo = "certificado_sin_rfc"
    titulo = marcado("Este certificado no dice de quién es")
    mensaje = marcado("El certificado no contiene un RFC. Elige el de tu e.firma, emitido por el SAT.")


class CertificadoRfcInvalido(CertificadoRechazado):
    """The RFC in the subject is malformed, generic or ambiguous."""

    codigo = "certificado_rfc_invalido"
    mensaje = marcado("El RFC que contiene no es válido. Acude al SAT para revisar tu e.firma.")


class CertificadoNoConfiable(CertificadoRechazado):
    """No anchor of ours issued it."""

    codigo = "certificado_no_confiable"
    mensaje = marcado("No lo emitió una autoridad que reconozcamos. Usa la e.firma que te dio el SAT.")


class CertificadoVencido(Rechazo):
    """Its period ended before the instant asked for.

    `momento` is when.
    """

    codigo = "certificado_vencido"
    titulo = marcado("Tu e.firma está vencida")
    mensaje = marcado(
        "Este certificado venció el %(cuando)s (Centro de México). Renueva tu e.firma ante el SAT y usa los "
        "archivos nuevos."
    )

    def __init__(self, momento: datetime) -> None:
        super().__init__(momento.isoformat())
        self.momento = momento


class CertificadoAunNoVigente(Rechazo):
    """Its period starts after the instant asked for.

    `momento` is when.
    """

    codigo = "certificado_aun_no_vigente"
    titulo = marcado("Tu e.firma aún no está vigente")
    mensaje = marcado(
        "La vigencia de este certificado empieza el %(cuando)s (Centro de México). Usa el que esté vigente "
        "hoy, o vuelve cuando éste empiece."
    )

    def __init__(self, momento: datetime) -> None:
        super().__init__(momento.isoformat())
        self.momento = momento


class CertificadoRevocado(CertificadoRechazado):
    """Its authority revoked it: OCSP or a CRL says so."""

    codigo = "certificado_revocado"
    mensaje = marcado("Tu e.firma fue revocada. Tramita una nueva en el SAT e inténtalo con ella.")


class RevocacionNoDisponible(FirmaRechazada):
    """No source says whether it is revoked, and signing asks for it."""

    codigo = "revocacion_no_disponible"
    mensaje = marcado(
        "No pudimos comprobar que tu e.firma no esté revocada. Nada cambió; inténtalo más tarde."
    )


class FirmaInvalida(FirmaRechazada):
    """The signature is not the holder's over that text."""

    codigo = "firma_invalida"
    mensaje = marcado(
        "La firma no corresponde al texto o al certificado. Valida otra vez tu e.firma y vuelve a firmar."
    )
