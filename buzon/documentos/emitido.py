"""What a document with its own content says, and the files with which anybody checks its sello digital."""

import base64
from datetime import datetime

from django.conf import settings

from buzon.documentos.acuse import campos_del_sello
from buzon.documentos.contenido import Contenido
from buzon.documentos.models import Documento
from buzon.documentos.pdf import Adjunto, Corrido, DatosDocumento, NotaDelSello, Tabla
from buzon.documentos.sello import Sello


def contenido_de(documento: Documento) -> Contenido:
    """Return the content of a document that no act backs; every such document has one."""
    if documento.contenido is None:
        raise ValueError(f"document without content: {documento.folio}")
    return Contenido.leer(documento.contenido)


def datos_del_emitido(documento: Documento, *, sello: Sello, sellado_en: datetime) -> DatosDocumento:
    """Return everything that is drawn, from the stored content and the sello digital over its cadena."""
    contenido = contenido_de(documento)
    firma = base64.b64encode(documento.firma_del_sello).decode("ascii")
    return DatosDocumento(
        titulo=contenido.titulo,
        apartado=contenido.apartado,
        piezas=(
            Tabla((*contenido.campos, *campos_del_sello(sello, sellado_en))),
            *contenido.bloques,
            Corrido("Cadena original", contenido.cadena),
            Corrido("Sello digital", firma, "(RSA, SHA-256, base64)", junto=True),
            NotaDelSello("La cadena, el sello digital y el certificado con que se comprueba"),
        ),
        folio=documento.folio,
        codigo=documento.codigo,
        url_verificar=f"{settings.URL_PUBLICA}/verificar/",
        como_verificar="con el folio y este código, o con este archivo. El QR contiene la cadena original.",
        qr=contenido.cadena,
        fundamento=contenido.fundamento,
        sellado_en=sellado_en,
        adjuntos=adjuntos_del_emitido(documento, cadena=contenido.cadena),
    )


def adjuntos_del_emitido(documento: Documento, *, cadena: str) -> tuple[Adjunto, ...]:
    """The evidence as files that openssl reads; before the seal there is only the cadena."""
    texto = Adjunto("cadena.txt", cadena.encode(), "Cadena original, los bytes exactos", "text/plain")
    if not documento.firma_del_sello:
        return (texto,)
    return (
        texto,
        Adjunto(
            "sello.bin",
            documento.firma_del_sello,
            "Sello digital sobre la cadena original",
            "application/octet-stream",
        ),
        Adjunto(
            "certificado.cer",
            documento.certificado_del_sello,
            "Certificado del sello digital",
            "application/pkix-cert",
        ),
    )
