"""RFC: the key of a taxpayer (12 characters moral, 13 física; Ñ and & belong to its alphabet)."""

import re
import unicodedata

from stdnum.exceptions import ValidationError
from stdnum.mx import rfc as stdnum_rfc

from buzon.valores.captura import sin_separadores
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo

GENERICOS = frozenset({"XAXX010101000", "XEXX010101000"})
LARGO_MAXIMO_CAPTURADO = 64

FORMATO = "[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{2}[0-9A]"
# Not str.upper(): it turns foreign letters (ı, ſ, ß) into ASCII ones, that is, into somebody else's RFC.
_MAYUSCULAS = str.maketrans("abcdefghijklmnopqrstuvwxyzñ", "ABCDEFGHIJKLMNOPQRSTUVWXYZÑ")


class RfcInvalido(Rechazo):
    """Not an RFC, or one of the generic ones."""

    codigo = "rfc_invalido"
    titulo = marcado("Ese RFC no es válido")
    mensaje = marcado(
        "Escribe los 12 caracteres si es persona moral o los 13 si es persona física, por ejemplo "
        "EKU9003173C9."
    )


def normalizar_rfc(texto: str) -> str:
    """NFC, upper case, without separators and invisible signs; says nothing about validity. Too long stays as it is."""
    if len(texto) > LARGO_MAXIMO_CAPTURADO:
        return texto
    # First: a sign that nobody sees would keep a letter and its mark apart.
    return unicodedata.normalize("NFC", sin_separadores(texto)).translate(_MAYUSCULAS)


def validar_rfc(texto: str) -> str:
    """The normalised RFC, or RfcInvalido.

    A wrong check digit passes: about 1 % of the RFCs in force carry one (see `tiene_digito_correcto`).
    """
    if len(texto) > LARGO_MAXIMO_CAPTURADO:
        raise RfcInvalido("demasiado largo")
    rfc = normalizar_rfc(texto)
    if not re.fullmatch(FORMATO, rfc):
        raise RfcInvalido("formato")
    if rfc in GENERICOS:
        raise RfcInvalido("genérico")
    try:
        stdnum_rfc.validate(rfc)
    except ValidationError as error:
        raise RfcInvalido(type(error).__name__) from error
    return rfc


def es_persona_moral(rfc: str) -> bool:
    return len(rfc) == 12


def tiene_digito_correcto(rfc: str) -> bool:
    """Whether the last character is the modulo 11 check digit of the others; takes a valid RFC."""
    return stdnum_rfc.calc_check_digit(rfc[:-1]) == rfc[-1]
