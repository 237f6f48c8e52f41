"""Who the holder is: RFC, CURP, name and representative, as the SAT writes them in the subject."""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from buzon.efirma.der import Elemento
from buzon.efirma.errores import CertificadoIlegible, CertificadoRfcInvalido, CertificadoSinRfc
from buzon.valores.identificadores import RfcInvalido, es_persona_moral, validar_rfc

LARGO_MAXIMO_DE_TEXTO = 255

_COMUN = bytes.fromhex("550403")
_CURP = bytes.fromhex("550405")
_SUCURSAL = bytes.fromhex("55040b")
_NOMBRE = bytes.fromhex("550429")
_RFC = bytes.fromhex("55042d")
_CORREO = bytes.fromhex("2a864886f70d010901")
_FORMATO_CURP = re.compile(r"[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[A-Z0-9][0-9]")
# By tag: UTF8, Numeric, Printable, T61, IA5, Universal and BMPString. Those of one octet a letter hold LATIN-1 where
# they are not UTF-8: the SAT puts LATIN-1 into T61String, and the name of one of its own authorities is UTF-8 there.
_CODIFICACIONES = {
    0x0C: ("utf-8",),
    0x12: ("utf-8", "latin-1"),
    0x13: ("utf-8", "latin-1"),
    0x14: ("utf-8", "latin-1"),
    0x16: ("utf-8", "latin-1"),
    0x1C: ("utf-32-be",),
    0x1E: ("utf-16-be",),
}

Sujeto = dict[bytes, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Identidad:
    """What the subject says; `curp` is empty for a moral, the representative's fields for a física."""

    titular: str
    rfc: str
    curp: str
    representante_rfc: str
    representante_curp: str
    correo: str


def leer_sujeto(nombre: Elemento) -> Sujeto:
    """Texts by OID. Raises CertificadoIlegible for a multi-valued RDN: it could be read in two ways."""
    sujeto: Sujeto = {}
    for rdn in nombre.hijos:
        if len(rdn.hijos) != 1:
            raise CertificadoIlegible("RDN con varios atributos")
        tipo, valor = rdn.hijos[0].hijos
        sujeto[tipo.contenido] = (*sujeto.get(tipo.contenido, ()), _texto(valor))
    return sujeto


def tiene_sucursal(sujeto: Sujeto) -> bool:
    return _SUCURSAL in sujeto


def leer_identidad(sujeto: Sujeto) -> Identidad:
    """Raises CertificadoSinRfc, CertificadoRfcInvalido, or CertificadoIlegible for a subject without name."""
    rfc, representante = _leer_rfcs(sujeto.get(_RFC, ()))
    titular = _unico(sujeto, _NOMBRE) or _unico(sujeto, _COMUN)
    if not titular:
        raise CertificadoIlegible("sin nombre")
    curp, _, curp_del_representante = _unico(sujeto, _CURP).partition("/")
    return Identidad(
        titular=titular,
        rfc=rfc,
        curp="" if representante else _curp(curp),
        representante_rfc=representante,
        representante_curp=_curp(curp_del_representante) if representante else "",
        correo=_unico(sujeto, _CORREO),
    )


def _leer_rfcs(valores: tuple[str, ...]) -> tuple[str, str]:
    """RFC of the holder and of who signs for it: «RFC» (física) or «RFC / RFC» (moral / representative)."""
    if len(valores) > 1:
        raise CertificadoRfcInvalido("varios RFC")
    if not valores or not valores[0]:
        raise CertificadoSinRfc
    rfcs = [_rfc(parte.strip()) for parte in valores[0].split("/")]
    if [es_persona_moral(rfc) for rfc in rfcs] not in ([False], [True, False]):
        raise CertificadoRfcInvalido("ni física ni moral con representante")
    return rfcs[0], rfcs[1] if len(rfcs) == 2 else ""


def _rfc(texto: str) -> str:
    """An authority writes it in canonical form; what would have to be repaired first is refused."""
    try:
        canonico = validar_rfc(texto)
    except RfcInvalido as error:
        raise CertificadoRfcInvalido(error.detalle) from error
    if canonico != texto:
        raise CertificadoRfcInvalido("no está en forma canónica")
    return canonico


def _curp(texto: str) -> str:
    """The CURP, or nothing: foreigners may lack one, and no decision hangs on it."""
    curp = texto.strip()
    return curp if _FORMATO_CURP.fullmatch(curp) else ""


def _unico(sujeto: Sujeto, oid: bytes) -> str:
    valores = sujeto.get(oid, ("",))
    if len(valores) > 1:
        raise CertificadoIlegible("atributo repetido")
    return unicodedata.normalize("NFC", valores[0])


def _texto(valor: Elemento) -> str:
    """Raises CertificadoIlegible for control, direction and private characters, and beyond 255 characters."""
    texto = _decodificar(valor).replace("\xa0", " ")
    if len(texto) > LARGO_MAXIMO_DE_TEXTO or not texto.isprintable():
        raise CertificadoIlegible("texto del sujeto")
    return texto.strip()


def _decodificar(valor: Elemento) -> str:
    """Raises KeyError for what is no text, UnicodeDecodeError where no coding of its tag reads it."""
    *primeras, ultima = _CODIFICACIONES[valor.etiqueta]
    for codificacion in primeras:
        with suppress(UnicodeDecodeError):
            return valor.contenido.decode(codificacion)
    return valor.contenido.decode(ultima)
