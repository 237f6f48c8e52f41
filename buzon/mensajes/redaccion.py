"""What an e-mail and an SMS say of a message: that it is there and where it is read, and nothing that it says."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from buzon.mensajes.correo import Correo, en_una_linea
from buzon.mensajes.gsm import LARGO, en_gsm, recortar, septetos

PLANTILLA = "mensajes/correo.html"


def rfc_enmascarado(rfc: str) -> str:
    """Return an RFC that its holder knows and that names nobody: `EKU*******C9`."""
    return f"{rfc[:3]}{'*' * (len(rfc) - 5)}{rfc[-2:]}"


def correo_de(identidad: str, *, destino: str, asunto: str, rfc: str, en: datetime) -> Correo:
    """Return the e-mail that tells of a message with this subject."""
    contexto = {"asunto": en_una_linea(asunto), "rfc": rfc_enmascarado(rfc), "url": settings.URL_PUBLICA}
    parrafos = [
        "Tienes un mensaje nuevo en tu Buzón IMSS: «{asunto}».".format(**contexto),
        "RFC: {rfc}".format(**contexto),
        "Para leerlo, entra con tu e.firma en {url}/".format(**contexto),
        (
            "Por tu seguridad, este correo no dice nada más. Nunca te pedimos claves, contraseñas, archivos de tu "
            "e.firma ni códigos por correo, por mensaje de texto o por teléfono."
        ),
        "Clon demostrativo, sin validez oficial. No respondas a este correo.",
    ]
    return Correo(
        id=identidad,
        destino=destino,
        asunto=f"Buzón IMSS: {contexto['asunto']}",
        texto="\n\n".join(parrafos) + "\n",
        en=en,
        html=render_to_string(PLANTILLA, contexto),
    )


def correo_al_personal(identidad: str, *, destino: str, asunto: str, texto: str, en: datetime) -> Correo:
    """Return the e-mail that carries a notice to a member of the staff: plain text alone."""
    parrafos = [
        texto,
        f"Para atenderlo, entra en {settings.URL_PUBLICA}/admin/",
        "Nunca pedimos contraseñas ni códigos por correo. No respondas a este correo.",
        "Clon demostrativo, sin validez oficial.",
    ]
    titulo = f"Buzón IMSS · Personal: {en_una_linea(asunto)}"
    return Correo(identidad, destino, titulo, "\n\n".join(parrafos) + "\n", en)


def sms_de(asunto: str, *, rfc: str) -> str:
    """Return the SMS that tells of a message: one segment of the GSM alphabet, its subject cut if need be."""
    lugar = urlsplit(settings.URL_PUBLICA).netloc
    antes = en_gsm(f"Buzon IMSS, RFC {rfc_enmascarado(rfc)}: ")
    despues = en_gsm(f". Leelo en {lugar}. Nunca pedimos claves ni contrasenas.")
    sitio = LARGO - septetos(antes) - septetos(despues)
    return f"{antes}{recortar(en_gsm(en_una_linea(asunto)), a=sitio)}{despues}"
