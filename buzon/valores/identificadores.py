"""The keys by which the law names a taxpayer (RFC), an employer's registration (NRP) and an act (folio)."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from stdnum.exceptions import ValidationError
from stdnum.mx import rfc as stdnum_rfc

from buzon.valores.captura import sin_separadores
from buzon.valores.marcas import marcado
from buzon.valores.rechazo import Rechazo

# 12 characters of a persona moral, 13 of a física; Ñ and & belong to the alphabet.
FORMATO_RFC = "[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{2}[0-9A]"
# Of the public in general and of foreigners (the SAT's rules for invoices): they are nobody's.
RFC_GENERICOS = frozenset({"XAXX010101000", "XEXX010101000"})
FORMATO_NRP = "[A-Z0-9][0-9]{10}"
# 13 digits of the instant (ms since 1970), so that folios sort by time, and 10 of chance.
FORMATO_FOLIO = "[0-9]{23}"

# With room for spaces and hyphens. Judged before NFC, which takes the square of a long run of accents.
LARGO_MAXIMO_CAPTURADO = 64
# Not str.upper(): it turns foreign letters (ı, ſ, ß) into ASCII ones, that is, into somebody else's RFC.
_MAYUSCULAS = str.maketrans("abcdefghijklmnopqrstuvwxyzñ", "ABCDEFGHIJKLMNOPQRSTUVWXYZÑ")


class RfcInvalido(Rechazo):
    """Not an RFC, or one of the generic ones."""

    codigo = "rfc_invalido"
    titulo = marcado("Ese RFC no es válido")
    mensaje = marcado(
        "Escribe los 12 caracteres si es persona moral o los 13 si es persona física, por ejemplo "
        "PEJ110822KT2."
    )


# Each says what is wrong with what was written; the code stays the same.
class RfcDeOtroLargo(RfcInvalido):
    mensaje = marcado(
        "El RFC lleva 12 caracteres si es persona moral o 13 si es persona física; escribiste %(n)s."
    )


class RfcDeMoralDeOtroLargo(RfcInvalido):
    mensaje = marcado(
        "Empieza con tres letras, como el de una persona moral, que lleva 12 caracteres; escribiste %(n)s."
    )


class RfcDeFisicaDeOtroLargo(RfcInvalido):
    mensaje = marcado(
        "Empieza con cuatro letras, como el de una persona física, que lleva 13 caracteres; escribiste %(n)s."
    )


class RfcConOtroSigno(RfcInvalido):
    mensaje = marcado("«%(signo)s» no se usa en un RFC: sólo letras sin acento, números y el signo &.")


class RfcDeOtraForma(RfcInvalido):
    mensaje = marcado(
        "El RFC lleva tres letras si es persona moral o cuatro si es persona física, luego seis números (año, mes y "
        "día) y tres caracteres, el último un número o la letra A; por ejemplo, PEJ110822KT2."
    )


class RfcSinFecha(RfcInvalido):
    mensaje = marcado(
        "«%(fecha)s» no es una fecha: después de las letras van año, mes y día, con dos números cada uno."
    )


class RfcDePalabra(RfcInvalido):
    mensaje = marcado(
        "Ningún RFC empieza con «%(letras)s»: cuando las letras forman una palabra así, el SAT cambia la última por X."
    )


class RfcGenerico(RfcInvalido):
    mensaje = marcado(
        "Es un RFC genérico, que sirve para facturar y no es de nadie. Escribe el de la persona o empresa."
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
    rfc = normalizar_rfc(texto)
    if not re.fullmatch(FORMATO_RFC, rfc):
        raise _mal_escrito(rfc)
    if rfc in RFC_GENERICOS:
        raise RfcGenerico("genérico")
    try:
        stdnum_rfc.validate(rfc)
    except ValidationError as error:
        detalle = type(error).__name__
        # Of a persona física stdnum also refuses words; without its first letter only the date is left to refuse.
        if stdnum_rfc.is_valid(rfc[-12:]):
            raise RfcDePalabra(detalle, letras=rfc[:4]) from error
        raise RfcSinFecha(detalle, fecha=rfc[-9:-3]) from error
    return rfc


def _mal_escrito(rfc: str) -> RfcInvalido:
    if len(rfc) > LARGO_MAXIMO_CAPTURADO:
        return RfcDeOtroLargo("demasiado largo", n=len(rfc))
    if not rfc:
        return RfcInvalido("formato")
    if otro := re.search("[^A-ZÑ&0-9]", rfc):
        return (
            RfcConOtroSigno("formato", signo=otro[0]) if otro[0].isprintable() else RfcDeOtraForma("formato")
        )
    if re.match("[A-ZÑ&]{4}[0-9]", rfc) and len(rfc) != 13:
        return RfcDeFisicaDeOtroLargo("formato", n=len(rfc))
    if re.match("[A-ZÑ&]{3}[0-9]", rfc) and len(rfc) != 12:
        return RfcDeMoralDeOtroLargo("formato", n=len(rfc))
    return RfcDeOtraForma("formato") if len(rfc) in {12, 13} else RfcDeOtroLargo("formato", n=len(rfc))


def es_persona_moral(rfc: str) -> bool:
    return len(rfc) == 12


def tiene_digito_correcto(rfc: str) -> bool:
    """Whether the last character is the modulo 11 check digit of the others; takes a valid RFC."""
    return stdnum_rfc.calc_check_digit(rfc[:-1]) == rfc[-1]


class RegistroPatronalInvalido(Rechazo):
    """Not a registro patronal."""

    codigo = "registro_patronal_invalido"
    titulo = marcado("Ese registro patronal no es válido")
    mensaje = marcado("Escribe sus 11 caracteres, por ejemplo Y5412345103.")


@dataclass(frozen=True, slots=True, order=True)
class RegistroPatronal:
    """Municipality (3), progressive number (5), modalidad (2), check digit (1), of which no algorithm is public."""

    clave: str

    def __post_init__(self) -> None:
        if not re.fullmatch(FORMATO_NRP, self.clave):
            raise RegistroPatronalInvalido("formato")

    @classmethod
    def leer(cls, texto: str) -> "RegistroPatronal":
        """From what a person writes: any case, with or without hyphens and spaces."""
        return cls(sin_separadores(texto).upper() if len(texto) <= LARGO_MAXIMO_CAPTURADO else "")

    @property
    def modalidad(self) -> str:
        return self.clave[8:10]

    def __str__(self) -> str:
        clave = self.clave
        return f"{clave[:3]}-{clave[3:8]}-{clave[8:10]}-{clave[10]}"


def nuevo_folio(ahora: datetime) -> str:
    # In whole numbers: a float of seconds may hold .122999… where it was .123.
    milisegundos = int(ahora.timestamp()) * 1000 + ahora.microsecond // 1000
    return f"{milisegundos:013d}{secrets.randbelow(10**10):010d}"


def leer_folio(texto: str) -> str:
    """From what a person pastes: with or without spaces, hyphens and signs that nobody sees."""
    return sin_separadores(texto)


def es_folio(texto: str) -> bool:
    return re.fullmatch(FORMATO_FOLIO, texto) is not None
