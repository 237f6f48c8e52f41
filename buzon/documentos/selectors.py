"""Reads of documents, and what one says to whoever verifies it; the PDF itself is loaded only by `pdf_de`."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buzon.actos.cadena_original import AUTORIZAR_OPINION, CANCELAR_OPINION
from buzon.documentos.contenido import (
    NOMBRE,
    acto_de,
    adjuntos_del_acto,
    adjuntos_del_emitido,
    campos_del_acto,
    contenido_de,
)
from buzon.documentos.errores import (
    DocumentoAjeno,
    DocumentoAlterado,
    DocumentoNoEncontrado,
    DocumentoPendiente,
    SelloNoDisponible,
)
from buzon.documentos.models import Clase, Documento, Estado, SelloUsado, normalizar_codigo
from buzon.documentos.pdf.datos import Adjunto, Campo
from buzon.documentos.sello.llave import certificado_del_sello, raiz_del_sello, sello_digital_vale
from buzon.valores.identificadores import es_folio
from buzon.web.errores import NoDisponible
from buzon.web.formato import fecha_hora_larga

OPENSSL_DEL_ACTO = """\
openssl cms -verify -binary -inform DER -in firma.p7s -content cadena.txt -CAfile autoridad.pem -purpose any
openssl x509 -inform DER -in certificado.cer -pubkey -noout \
| openssl dgst -sha256 -verify /dev/stdin -signature firma.bin cadena.txt"""
OPENSSL_DEL_SELLO = """\
openssl x509 -inform DER -in certificado.cer -pubkey -noout \
| openssl dgst -sha256 -verify /dev/stdin -signature sello.bin cadena.txt"""
_NOMBRE_DEL_SENTIDO = {
    Clase.OPINION: gettext_lazy("Opinión:"),
    Clase.RESOLUCION: gettext_lazy("Sentido de la resolución:"),
}
_RIGE = {
    AUTORIZAR_OPINION.clave: gettext_lazy("Es auténtico y la autorización sigue vigente."),
    CANCELAR_OPINION.clave: gettext_lazy(
        "Es auténtico y la cancelación rige: no hay una autorización posterior."
    ),
}
_TROZO = 256 * 1024  # of a file that anybody may send: a piece of it in memory, never the whole


@dataclass(frozen=True, slots=True)
class DocumentoVerificado:
    """What anybody who holds a document may read of it: the same as its PDF says.

    `con_archivo`: the file itself was shown, and its bytes are those that were sealed.
    """

    documento: Documento
    titulo: str
    fecha: datetime
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

    @property
    def nombre(self) -> str:
        return next((campo.valor for campo in self.campos if campo.etiqueta == NOMBRE), "")


@dataclass(frozen=True, slots=True)
class RaizDelSello:
    """The certificate that a PDF reader has to trust, so that it knows who sealed; `huella`: SHA-256, in pairs."""

    nombre: str
    der: bytes
    huella: str


def raiz_que_se_ofrece() -> RaizDelSello | None:
    """Return the seal's root, or None where the seal itself cannot be read."""
    try:
        raiz = raiz_del_sello()
    except SelloNoDisponible:
        return None
    nombres = raiz.subject.native
    return RaizDelSello(
        nombre=str(nombres.get("common_name") or nombres.get("organization_name", "")),
        der=raiz.dump(),
        huella=raiz.sha256.hex(":").upper(),
    )


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
    # Compared also where there is no such folio: the time of the answer does not tell which of the two was wrong.
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


def sha256_de(archivo: BinaryIO) -> str:
    """Return the digest of a file, from where it is, in hexadecimal."""
    digesto = hashlib.sha256()
    while trozo := archivo.read(_TROZO):
        digesto.update(trozo)
    return digesto.hexdigest()


def lleva_alguno(certificados: Iterable[bytes], *, archivo: BinaryIO) -> bool:
    """Whether one of those certificates (DER) stands in the file, which is read from where it is.

    As it is, or in hexadecimal: so PAdES keeps the signature with its certificate (`Contents`), and so other programs
    write it again when they save a PDF, outside of compressed objects.
    """
    crudas = list(certificados)
    en_hexadecimal = [der.hex().encode() for der in crudas]
    # The end of each piece goes before the next one: a certificate may lie across the cut.
    solape = max(map(len, en_hexadecimal), default=0)
    ventana = b""
    while trozo := archivo.read(_TROZO):
        ventana = ventana[-solape:] + trozo
        minuscula = ventana.lower()
        if any(der in ventana for der in crudas) or any(marca in minuscula for marca in en_hexadecimal):
            return True
    return False


def _certificados_del_sello() -> set[bytes]:
    # The one in use too: until it has sealed for the first time no row knows it.
    try:
        actual = certificado_del_sello()
    except SelloNoDisponible as error:
        raise NoDisponible(str(error)) from error
    usados = SelloUsado.objects.values_list("certificado", flat=True)
    return {actual.dump(), *map(bytes, usados)}


def _con_su_acto() -> QuerySet[Documento]:
    return Documento.objects.defer("pdf").select_related("acto__preparado")


def _verificado(documento: Documento, *, ahora: datetime, con_archivo: bool) -> DocumentoVerificado:
    if documento.acto is None:
        return _del_emitido(documento, ahora=ahora, con_archivo=con_archivo)
    return _del_acto(documento, con_archivo=con_archivo)


def _del_acto(documento: Documento, *, con_archivo: bool) -> DocumentoVerificado:
    """Return what an acuse says, and whether a later act of its matter has taken its place."""
    acto, posterior = acto_de(documento), documento_posterior(documento)
    if posterior is None:
        texto = _RIGE.get(acto.tramite, _("Es auténtico."))
    else:
        despues = acto_de(posterior)
        texto = _("Es auténtico, pero ya no rige: el %(momento)s se firmó «%(manifestacion)s».") % {
            "momento": fecha_hora_larga(despues.firmado_en),
            "manifestacion": despues.preparado.manifestacion,
        }
    return DocumentoVerificado(
        documento=documento,
        titulo=acto.preparado.titulo,
        fecha=acto.firmado_en,
        estado_texto=_con_su_sello(str(texto), documento),
        rige=posterior is None,
        campos=tuple(campos_del_acto(acto)),
        cadena=acto.cadena,
        firma_base64=base64.b64encode(acto.firma).decode("ascii"),
        archivos=tuple(archivo.nombre for archivo in archivos_de(documento)),
        orden_de_openssl=OPENSSL_DEL_ACTO,
        con_archivo=con_archivo,
        manifestacion=acto.preparado.manifestacion,
    )


def documento_posterior(documento: Documento) -> Documento | None:
    """Return the document of the act that followed this one: it names this one as its precedent."""
    posteriores = _con_su_acto().filter(rfc=documento.rfc, acto__preparado__precedente=documento.folio)
    return posteriores.first()


def _del_emitido(documento: Documento, *, ahora: datetime, con_archivo: bool) -> DocumentoVerificado:
    """Return what a document of the institution says, and whether its validity has passed."""
    contenido = contenido_de(documento)
    rige, texto = _vigencia(contenido.vigente_hasta, ahora=ahora)
    return DocumentoVerificado(
        documento=documento,
        titulo=contenido.titulo,
        fecha=documento.creado_en,
        estado_texto=_con_su_sello(texto, documento),
        rige=rige,
        campos=contenido.campos,
        cadena=contenido.cadena,
        firma_base64=base64.b64encode(documento.firma_del_sello).decode("ascii"),
        archivos=tuple(archivo.nombre for archivo in archivos_de(documento)),
        orden_de_openssl=OPENSSL_DEL_SELLO if documento.esta_sellado else "",
        con_archivo=con_archivo,
        sentido=contenido.sentido,
        sentido_impreso=contenido.sentido_impreso,
        nombre_del_sentido=str(_NOMBRE_DEL_SENTIDO[Clase(documento.clase)]),
    )


def _vigencia(hasta: datetime | None, *, ahora: datetime) -> tuple[bool, str]:
    """Return whether it still stands, and what to say of it; without a term it stands for good."""
    if hasta is None:
        return True, _("Es auténtico.")
    # The last second of the day is valid to its end.
    rige = ahora.replace(microsecond=0) <= hasta
    frase = _("Es auténtico y está vigente: vale hasta el %(momento)s.")
    vencido = _("Es auténtico, pero ya venció: valió hasta el %(momento)s.")
    return rige, (frase if rige else vencido) % {"momento": fecha_hora_larga(hasta)}


def _con_su_sello(texto: str, documento: Documento) -> str:
    return texto if documento.esta_sellado else f"{texto} {_('Su PDF se está sellando.')}"


def archivos_de(documento: Documento) -> Sequence[Adjunto]:
    if documento.acto is None:
        return adjuntos_del_emitido(documento, cadena=contenido_de(documento).cadena)
    firma = bytes(documento.acto.firma)
    sola = Adjunto("firma.bin", firma, "Firma electrónica sola", "application/octet-stream")
    cadena, cms, certificado, *escrito = adjuntos_del_acto(documento.acto)
    return cadena, cms, sola, certificado, *escrito


def evidencia(verificado: DocumentoVerificado, *, nombre: str) -> Adjunto | None:
    """Return one of the files with which anybody checks the signature without this portal."""
    return next((a for a in archivos_de(verificado.documento) if a.nombre == nombre), None)


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
