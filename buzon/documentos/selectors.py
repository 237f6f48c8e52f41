"""Reads of documents; the PDF itself is loaded only by `pdf_de`."""

import hashlib
import hmac
from datetime import datetime
from typing import BinaryIO

from django.db.models import Count, Min, QuerySet

from buzon.documentos.codigo import normalizar_codigo
from buzon.documentos.emitido import contenido_de
from buzon.documentos.errores import (
    DocumentoAjeno,
    DocumentoAlterado,
    DocumentoNoEncontrado,
    DocumentoPendiente,
    SelloNoDisponible,
)
from buzon.documentos.models import Clase, Documento, Estado, SelloUsado
from buzon.documentos.pdf import Adjunto
from buzon.documentos.rastro import lleva_alguno, sha256_de
from buzon.documentos.sello import certificado_del_sello, sello_digital_vale
from buzon.documentos.verificado import DocumentoVerificado, archivos_de, del_acto, del_emitido
from buzon.valores.identificadores import es_folio
from buzon.web.errores import NoDisponible


def documento_de(folio: str, *, rfc: str, clase: Clase = Clase.ACUSE) -> Documento | None:
    """Return one's own document, without its PDF; somebody else's is as if it did not exist."""
    return Documento.objects.defer("pdf").filter(clase=clase, folio=folio, rfc=rfc).first()


def documentos_de(rfc: str) -> QuerySet[Documento]:
    """Return every document of an RFC, newest first, without what it holds."""
    return (
        Documento.objects.filter(rfc=rfc).order_by("-creado_en").only("folio", "clase", "estado", "creado_en")
    )


def pendientes_por_clase() -> QuerySet[Documento, tuple[str, int, datetime]]:
    """Return how many documents wait for their seal, of each kind, and since when the oldest does."""
    filas = Documento.objects.filter(estado=Estado.PENDIENTE).order_by("clase")
    return filas.values_list("clase").annotate(cuantos=Count("pk"), desde=Min("creado_en"))


def pdf_de(folio: str, *, rfc: str, clase: Clase) -> bytes | None:
    """Return the sealed PDF of one's own document, or None where there is no such document.

    Raises DocumentoPendiente while it is being sealed.
    """
    filas = Documento.objects.only("estado", "pdf", "folio")
    documento = filas.filter(clase=clase, folio=folio, rfc=rfc).first()
    if documento is None:
        return None
    if documento.pdf is None:
        raise DocumentoPendiente(folio)
    return bytes(documento.pdf)


def verificado_por_codigo(folio: str, *, codigo: str, ahora: datetime) -> DocumentoVerificado:
    """Return what a document says to whoever knows its folio and its code, compared in constant time.

    Raises DocumentoNoEncontrado, for an unknown folio as for a wrong code.
    """
    documento = _con_su_acto().filter(folio=folio).first() if es_folio(folio) else None
    guardado = documento.codigo if documento else ""
    coincide = hmac.compare_digest(guardado.encode(), normalizar_codigo(codigo).encode())
    if documento is None or not coincide:
        raise DocumentoNoEncontrado(folio)
    return _verificado(documento, ahora=ahora, con_archivo=False)


def verificado_por_pdf(archivo: BinaryIO, *, ahora: datetime) -> DocumentoVerificado:
    """Return what a document says to whoever has its file: the very bytes that were sealed.

    The file is hashed and searched, a piece at a time, and never parsed: anybody may send one. Raises DocumentoAlterado
    for a file with our seal and other content, DocumentoAjeno for any other, NoDisponible where that cannot be told.
    """
    digesto = sha256_de(archivo)
    documento = _con_su_acto().filter(sha256=digesto, estado=Estado.SELLADO).first()
    if documento is not None:
        return _verificado(documento, ahora=ahora, con_archivo=True)
    archivo.seek(0)
    if lleva_alguno(_certificados_del_sello(), archivo=archivo):
        raise DocumentoAlterado(digesto)
    raise DocumentoAjeno(digesto)


def _certificados_del_sello() -> set[bytes]:
    """Return those that ever sealed a document here, and the one that will seal the next (DER)."""
    try:
        actual = certificado_del_sello()
    except SelloNoDisponible as error:
        raise NoDisponible(str(error)) from error
    usados = SelloUsado.objects.values_list("certificado", flat=True)
    return {actual.dump(), *map(bytes, usados)}


def esta_sellado(pdf: bytes) -> bool:
    """Whether these very bytes are a document that this portal sealed."""
    digesto = hashlib.sha256(pdf).hexdigest()
    return Documento.objects.filter(sha256=digesto, estado=Estado.SELLADO).exists()


def sello_digital_se_sostiene(documento: Documento) -> bool:
    """Whether the sello digital kept with a document is over its cadena, by the certificate kept beside it."""
    return sello_digital_vale(
        documento.certificado_del_sello,
        cadena=contenido_de(documento).cadena,
        firma=documento.firma_del_sello,
    )


def evidencia(verificado: DocumentoVerificado, *, nombre: str) -> Adjunto | None:
    """Return one of the files with which anybody checks the signature without this portal."""
    return next((a for a in archivos_de(verificado.documento) if a.nombre == nombre), None)


def _con_su_acto() -> QuerySet[Documento]:
    return Documento.objects.defer("pdf").select_related("acto__preparado")


def _verificado(documento: Documento, *, ahora: datetime, con_archivo: bool) -> DocumentoVerificado:
    if documento.acto is None:
        return del_emitido(documento, ahora=ahora, con_archivo=con_archivo)
    return del_acto(documento, posterior=documento_posterior(documento), con_archivo=con_archivo)


def documento_posterior(documento: Documento) -> Documento | None:
    """Return the document of the act that followed this one in the same matter."""
    posteriores = _con_su_acto().filter(rfc=documento.rfc, acto__preparado__precedente=documento.folio)
    return posteriores.first()
