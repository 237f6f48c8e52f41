"""Reads of documents; the PDF itself is loaded only by `pdf_de`."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from buzon.documentos.acuse import acto_de, campos_del_acto
from buzon.documentos.codigo import normalizar_codigo
from buzon.documentos.errores import (
    DocumentoAjeno,
    DocumentoAlterado,
    DocumentoNoEncontrado,
    DocumentoPendiente,
    SelloNoDisponible,
)
from buzon.documentos.models import Documento, Estado
from buzon.documentos.pdf import Campo
from buzon.documentos.sello import validar_sello
from buzon.valores.fechas import fecha_hora_larga
from buzon.web.errores import NoDisponible


@dataclass(frozen=True, slots=True)
class DocumentoVerificado:
    """What anybody who holds a document may read of it."""

    documento: Documento
    titulo: str
    estado_texto: str
    campos: tuple[Campo, ...]
    cadena: str


def documento_de(folio: str, *, rfc: str) -> Documento | None:
    """Return one's own document, without its PDF; somebody else's is as if it did not exist."""
    return Documento.objects.defer("pdf").filter(folio=folio, rfc=rfc).first()


def estados_de(folios: Sequence[str], *, rfc: str) -> dict[str, str]:
    """Return the state of one's own documents by folio."""
    return dict(Documento.objects.filter(folio__in=folios, rfc=rfc).values_list("folio", "estado"))


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
    documento = _con_su_acto().filter(folio=folio).first()
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


def _verificado(documento: Documento) -> DocumentoVerificado:
    acto = acto_de(documento)
    return DocumentoVerificado(
        documento=documento,
        titulo=acto.preparado.titulo,
        estado_texto=_estado_texto(documento),
        campos=tuple(campos_del_acto(acto)),
        cadena=acto.cadena,
    )


def _estado_texto(documento: Documento) -> str:
    """Whether the act still is the last of its matter: a later one names it as its precedent."""
    posterior = documento_posterior(documento)
    if posterior is not None:
        firmado_en = fecha_hora_larga(acto_de(posterior).firmado_en)
        return _(
            "Es auténtico, pero ya no es el último: el %(firmado_en)s se firmó otro acto del mismo trámite."
        ) % {"firmado_en": firmado_en}
    if not documento.esta_sellado:
        return _("Es auténtico y es el último acto de este trámite. Su PDF se está sellando.")
    return _("Es auténtico y es el último acto de este trámite.")


def documento_posterior(documento: Documento) -> Documento | None:
    """Return the document of the act that followed this one in the same matter."""
    posteriores = _con_su_acto().filter(rfc=documento.rfc, acto__preparado__precedente=documento.folio)
    return posteriores.first()
