"""What a verified document says to anybody, and whether it still stands."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buzon.actos.cadena_original import AUTORIZAR_OPINION, CANCELAR_OPINION
from buzon.actos.models import ActoFirmado
from buzon.documentos.acuse import acto_de, adjuntos_del_acto, campos_del_acto
from buzon.documentos.emitido import adjuntos_del_emitido, contenido_de
from buzon.documentos.models import Clase, Documento
from buzon.documentos.pdf import Adjunto, Campo
from buzon.web.formato import fecha_hora_larga

OPENSSL_DEL_ACTO = """\
openssl cms -verify -binary -inform DER -in firma.p7s -content cadena.txt -CAfile autoridad.pem -purpose any
openssl x509 -inform DER -in certificado.cer -pubkey -noout \
| openssl dgst -sha256 -verify /dev/stdin -signature firma.bin cadena.txt"""
OPENSSL_DEL_SELLO = """\
openssl x509 -inform DER -in certificado.cer -pubkey -noout \
| openssl dgst -sha256 -verify /dev/stdin -signature sello.bin cadena.txt"""


@dataclass(frozen=True, slots=True)
class DocumentoVerificado:
    """What anybody who holds a document may read of it: the same as its PDF says.

    `con_archivo`: the file itself was shown, and its bytes are those that were sealed.
    """

    documento: Documento
    titulo: str
    estado_texto: str
    rige: bool
    campos: tuple[Campo, ...]
    cadena: str
    firma_base64: str
    archivos: tuple[str, ...]
    orden_de_openssl: str
    con_archivo: bool
    manifestacion: str = ""
    sentido: str = ""
    sentido_impreso: str = ""
    nombre_del_sentido: str = ""


def archivos_de(documento: Documento) -> Sequence[Adjunto]:
    """Return every file of the evidence of a document."""
    if documento.acto is None:
        return adjuntos_del_emitido(documento, cadena=contenido_de(documento).cadena)
    firma = bytes(documento.acto.firma)
    sola = Adjunto("firma.bin", firma, "Firma electrónica sola", "application/octet-stream")
    cadena, cms, certificado, *escrito = adjuntos_del_acto(documento.acto)
    return cadena, cms, sola, certificado, *escrito


def del_acto(documento: Documento, *, posterior: Documento | None, con_archivo: bool) -> DocumentoVerificado:
    """Return what an acuse says; `posterior` is the document of the act that followed it."""
    acto = acto_de(documento)
    texto = _ya_no_rige(posterior) if posterior else _rige(acto.tramite)
    return DocumentoVerificado(
        documento=documento,
        titulo=acto.preparado.titulo,
        estado_texto=_con_su_sello(texto, documento),
        rige=posterior is None,
        campos=tuple(campos_del_acto(acto)),
        cadena=acto.cadena,
        firma_base64=_base64(bytes(acto.firma)),
        archivos=tuple(archivo.nombre for archivo in archivos_de(documento)),
        orden_de_openssl=OPENSSL_DEL_ACTO,
        con_archivo=con_archivo,
        manifestacion=acto.preparado.manifestacion,
    )


def del_emitido(documento: Documento, *, ahora: datetime, con_archivo: bool) -> DocumentoVerificado:
    """Return what a document of the institution says, and whether its validity has passed."""
    contenido = contenido_de(documento)
    rige, texto = _vigencia(contenido.vigente_hasta, ahora=ahora)
    return DocumentoVerificado(
        documento=documento,
        titulo=contenido.titulo,
        estado_texto=_con_su_sello(texto, documento),
        rige=rige,
        campos=contenido.campos,
        cadena=contenido.cadena,
        firma_base64=_base64(documento.firma_del_sello),
        archivos=tuple(archivo.nombre for archivo in archivos_de(documento)),
        orden_de_openssl=OPENSSL_DEL_SELLO if documento.esta_sellado else "",
        con_archivo=con_archivo,
        sentido=contenido.sentido,
        sentido_impreso=contenido.sentido_impreso,
        nombre_del_sentido=str(_NOMBRE_DEL_SENTIDO[Clase(documento.clase)]),
    )


_NOMBRE_DEL_SENTIDO = {
    Clase.OPINION: gettext_lazy("Opinión:"),
    Clase.RESOLUCION: gettext_lazy("Sentido de la resolución:"),
}


def _vigencia(hasta: datetime | None, *, ahora: datetime) -> tuple[bool, str]:
    """Return whether it still stands, and what to say of it; without a term it stands for good."""
    if hasta is None:
        return True, _("Es auténtico.")
    # The last second of the day is valid to its end.
    rige = ahora.replace(microsecond=0) <= hasta
    frase = _("Es auténtico y está vigente: vale hasta el %(momento)s.")
    vencido = _("Es auténtico, pero ya venció: valió hasta el %(momento)s.")
    return rige, (frase if rige else vencido) % {"momento": fecha_hora_larga(hasta)}


def _base64(firma: bytes) -> str:
    return base64.b64encode(firma).decode("ascii")


def _con_su_sello(texto: str, documento: Documento) -> str:
    return texto if documento.esta_sellado else f"{texto} {_('Su PDF se está sellando.')}"


def _rige(tramite: str) -> str:
    textos = {
        AUTORIZAR_OPINION.clave: _("Es auténtico y la autorización sigue vigente."),
        CANCELAR_OPINION.clave: _("Es auténtico y la cancelación rige: no hay una autorización posterior."),
    }
    return textos.get(tramite, _("Es auténtico."))


def _ya_no_rige(posterior: Documento) -> str:
    """A later act of the same matter names this one as its precedent."""
    acto: ActoFirmado = acto_de(posterior)
    return _("Es auténtico, pero ya no rige: el %(momento)s se firmó «%(manifestacion)s».") % {
        "momento": fecha_hora_larga(acto.firmado_en),
        "manifestacion": acto.preparado.manifestacion,
    }
