"""Reads of documents; the PDF itself is loaded only by `pdf_de`."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from buzon.actos.cadena_original import AUTORIZAR_OPINION, CANCELAR_OPINION
from buzon.actos.models import ActoFirmado
from buzon.documentos.acuse import acto_de, adjuntos_del_acto, campos_del_acto
from buzon.documentos.codigo import normalizar_codigo
from buzon.documentos.errores import (
    DocumentoAjeno,
    DocumentoAlterado,
    DocumentoNoEncontrado,
    DocumentoPendiente,
    SelloNoDisponible,
)
from buzon.documentos.models import Documento, Estado
from buzon.documentos.pdf import Adjunto, Campo
from buzon.documentos.sello import validar_sello
from buzon.valores.fechas import fecha_hora_larga
from buzon.valores.folio import es_folio
from buzon.web.errores import NoDisponible


@dataclass(frozen=True, slots=True)
class DocumentoVerificado:
    """What anybody who holds a document may read of it: the same as its PDF says."""

    documento: Documento
    titulo: str
    estado_texto: str
    rige: bool
    campos: tuple[Campo, ...]
    manifestacion: str
    cadena: str
    firma_base64: str


def documento_de(folio: str, *, rfc: str) -> Documento | None:
    """Return one's own document, without its PDF; somebody else's is as if it did not exist."""
    return Documento.objects.defer("pdf").filter(folio=folio, rfc=rfc).first()


def pdf_de(folio: str, *, rfc: str) -> bytes | None:
    """Return the sealed PDF of one's own document, or None where there is no such document.

    Raises DocumentoPendiente while it is being sealed.
    """
    documento = Documento.objects.only("estado", "pdf", "folio").filter(folio=folio, rfc=rfc).first()
    if documento is None:
        return None
    if documento.pdf is None:
        raise DocumentoPendiente(folio)
    return bytes(documento.pdf)


def verificado_por_codigo(folio: str, *, codigo: str) -> DocumentoVerificado:
    """Return what a document says to whoever knows its folio and its code, compared in constant time.

    Raises DocumentoNoEncontrado, for an unknown folio as for a wrong code.
    """
    documento = _con_su_acto().filter(folio=folio).first() if es_folio(folio) else None
    guardado = documento.codigo if documento else ""
    coincide = hmac.compare_digest(guardado.encode(), normalizar_codigo(codigo).encode())
    if documento is None or not coincide:
        raise DocumentoNoEncontrado(folio)
    return _verificado(documento)


def verificado_por_pdf(pdf: bytes) -> DocumentoVerificado:
    """Return what a document says to whoever has its file: the very bytes that were sealed.

    Raises DocumentoAlterado for a file with our seal and other content, DocumentoAjeno for any other, NoDisponible
    where that cannot be told.
    """
    digesto = hashlib.sha256(pdf).hexdigest()
    documento = _con_su_acto().filter(sha256=digesto, estado=Estado.SELLADO).first()
    if documento is not None:
        return _verificado(documento)
    try:
        sello = validar_sello(pdf)
    except SelloNoDisponible as error:
        raise NoDisponible(str(error)) from error
    if not sello.del_portal:
        raise DocumentoAjeno(digesto)
    raise DocumentoAlterado(digesto)


def _con_su_acto() -> QuerySet[Documento]:
    return Documento.objects.defer("pdf").select_related("acto__preparado")


def evidencia(verificado: DocumentoVerificado, *, nombre: str) -> Adjunto | None:
    """Return one of the files with which anybody checks the signature without this portal."""
    acto = acto_de(verificado.documento)
    firma = Adjunto("firma.bin", bytes(acto.firma), "Firma electrónica sola", "application/octet-stream")
    return next((archivo for archivo in (*adjuntos_del_acto(acto), firma) if archivo.nombre == nombre), None)


def _verificado(documento: Documento) -> DocumentoVerificado:
    acto = acto_de(documento)
    posterior = documento_posterior(documento)
    return DocumentoVerificado(
        documento=documento,
        titulo=acto.preparado.titulo,
        estado_texto=_estado_texto(documento, acto=acto, posterior=posterior),
        rige=posterior is None,
        campos=tuple(campos_del_acto(acto)),
        manifestacion=acto.preparado.manifestacion,
        cadena=acto.cadena,
        firma_base64=base64.b64encode(acto.firma).decode("ascii"),
    )


def _estado_texto(documento: Documento, *, acto: ActoFirmado, posterior: Documento | None) -> str:
    texto = _ya_no_rige(posterior) if posterior else _rige(acto.tramite)
    return texto if documento.esta_sellado else f"{texto} {_('Su PDF se está sellando.')}"


def _rige(tramite: str) -> str:
    textos = {
        AUTORIZAR_OPINION.clave: _("Es auténtico y la autorización sigue vigente."),
        CANCELAR_OPINION.clave: _("Es auténtico y la cancelación rige: no hay una autorización posterior."),
    }
    return textos.get(tramite, _("Es auténtico."))


def _ya_no_rige(posterior: Documento) -> str:
    """A later act of the same matter names this one as its precedent."""
    acto = acto_de(posterior)
    return _("Es auténtico, pero ya no rige: el %(momento)s se firmó «%(manifestacion)s».") % {
        "momento": fecha_hora_larga(acto.firmado_en),
        "manifestacion": acto.preparado.manifestacion,
    }


def documento_posterior(documento: Documento) -> Documento | None:
    """Return the document of the act that followed this one in the same matter."""
    posteriores = _con_su_acto().filter(rfc=documento.rfc, acto__preparado__precedente=documento.folio)
    return posteriores.first()
