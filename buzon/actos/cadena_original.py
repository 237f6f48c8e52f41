"""The cadena original: the exact text that a person signs (pure)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from buzon.valores.fechas import fecha_cadena

VERSION = "1.0"  # of the order of its fields: what was signed under one is never composed again under another


@dataclass(frozen=True, slots=True)
class Tramite:
    """A kind of signed act: its key, its name inside the cadena and the movement it makes."""

    clave: str
    nombre: str
    movimiento: str


ACTIVAR_BUZON = Tramite("cuentas.activar", "Activacion Buzon IMSS", "ACTIVACION")
MODIFICAR_MEDIOS = Tramite("cuentas.medios", "Modificacion de medios de contacto", "MODIFICACION")
AUTORIZAR_OPINION = Tramite("autorizacion32d.autorizar", "Autorizacion Opinion Publica 32D", "AUTORIZACION")
CANCELAR_OPINION = Tramite("autorizacion32d.cancelar", "Cancelacion Opinion Publica 32D", "CANCELACION")
PRESENTAR_SOLICITUD = Tramite("promociones.presentar", "Aclaraciones u Orientaciones", "PRESENTACION")
AUTORIZAR_TERCEROS = Tramite("terceros.autorizar", "Autorizacion de Terceros 32D", "AUTORIZACION")
CANCELAR_TERCERO = Tramite("terceros.cancelar", "Cancelacion de Tercero 32D", "CANCELACION")
TRAMITES = {
    tramite.clave: tramite
    for tramite in (
        *(ACTIVAR_BUZON, MODIFICAR_MEDIOS, AUTORIZAR_OPINION, CANCELAR_OPINION),
        *(PRESENTAR_SOLICITUD, AUTORIZAR_TERCEROS, CANCELAR_TERCERO),
    )
}


@dataclass(frozen=True, slots=True)
class Firmante:
    """Who signs, as the certificate of the session says."""

    rfc: str
    nombre: str
    curp: str
    representante_rfc: str
    certificado_numero: str
    certificado_sha256: str


@dataclass(frozen=True, slots=True)
class Manifestacion:
    """What is declared: the legend, its version, and further labelled values (a cancelled folio, a digest)."""

    texto: str
    version: str
    anexos: tuple[tuple[str, str], ...] = ()


def limpio(valor: str) -> str:
    """Return a value fit for the cadena: NFC, one line, and `¦` in the place of the separator `|`."""
    # Nobody may write a field of their own into the text that somebody else will read.
    return " ".join(unicodedata.normalize("NFC", valor).replace("|", "¦").split())


def entre_barras(*campos: str, pares: Iterable[tuple[str, str]] = ()) -> str:
    """Return a cadena: fields as they are, then labelled values, which alone are cleaned."""
    etiquetados = (f"{clave}:{limpio(valor)}" for clave, valor in pares)
    return "||" + "|".join((*campos, *etiquetados)) + "||"


def componer(
    tramite: Tramite,
    *,
    firmante: Firmante,
    manifestacion: Manifestacion,
    origen: str,
    folio: str,
    nonce: str,
    ahora: datetime,
) -> str:
    """Return the text, fields in fixed order between bars, without a line break."""
    pares = (
        ("Fecha", fecha_cadena(ahora)),
        ("Folio", folio),
        ("RFC", firmante.rfc),
        ("Nombre o Razon Social", firmante.nombre),
        ("CURP", firmante.curp),
        *([("RFC Representante", firmante.representante_rfc)] if firmante.representante_rfc else []),
        ("Movimiento", tramite.movimiento),
        ("Manifestacion", manifestacion.texto),
        ("Version", manifestacion.version),
        *manifestacion.anexos,
        ("Certificado", firmante.certificado_numero),
        ("SHA256", firmante.certificado_sha256),
        ("Reto", nonce),
    )
    return entre_barras(VERSION, "FIRMA", origen, tramite.nombre, pares=pares)
