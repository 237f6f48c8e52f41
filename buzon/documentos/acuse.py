"""What the acuse of a signed act says."""

import base64
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from buzon.actos.models import ActoFirmado
from buzon.documentos.models import Documento
from buzon.documentos.pdf import (
    Adjunto,
    Campo,
    Corrido,
    DatosDocumento,
    Encabezado,
    NotaDelSello,
    Panel,
    Parrafo,
    Pieza,
    Tabla,
)
from buzon.documentos.sello import Sello
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.firma import envolver_cms
from buzon.efirma.revocacion import EstadoRevocacion
from buzon.valores.fechas import fecha_hora_larga, fecha_larga, iso_centro
from buzon.valores.plazos import vencimiento


def datos_del_acuse(documento: Documento, *, sello: Sello, sellado_en: datetime) -> DatosDocumento:
    """Return everything that is drawn, from the stored act alone: the same act always gives the same acuse."""
    acto = acto_de(documento)
    preparado = acto.preparado
    firma = base64.b64encode(acto.firma).decode("ascii")
    verificar = f"{settings.URL_PUBLICA}/verificar/"
    return DatosDocumento(
        titulo=preparado.titulo,
        apartado=preparado.apartado,
        piezas=(
            Tabla((*campos_del_acto(acto), *campos_del_sello(sello, sellado_en))),
            Panel(f"«{preparado.manifestacion}»", "Manifestación firmada por el particular con su e.firma."),
            *_escrito(preparado.escrito),
            Corrido("Cadena original", acto.cadena),
            Corrido("Firma electrónica del particular", firma, "(RSA, SHA-256, base64)", junto=True),
            NotaDelSello(
                "El texto, la cadena, la firma y el certificado"
                if preparado.escrito
                else "La cadena, la firma y el certificado"
            ),
        ),
        folio=documento.folio,
        codigo=documento.codigo,
        url_verificar=verificar,
        como_verificar="con el folio y este código, con el QR o con este archivo.",
        qr=f"{verificar}?folio={documento.folio}#{documento.codigo}",
        fundamento=settings.FUNDAMENTO,
        sellado_en=sellado_en,
        adjuntos=adjuntos_del_acto(acto),
    )


def _escrito(texto: str) -> Iterator[Pieza]:
    """Yield what the person wrote, line by line: as many pages as it takes."""
    if texto:
        yield Encabezado("Texto de la solicitud")
        yield from (Parrafo(renglon) for renglon in texto.split("\n") if renglon.strip())


def acto_de(documento: Documento) -> ActoFirmado:
    """Return the act that an acuse proves; every acuse has one."""
    if documento.acto is None:
        raise ValueError(f"acuse without act: {documento.folio}")
    return documento.acto


def campos_del_acto(acto: ActoFirmado) -> Iterator[Campo]:
    """Yield the rows that the signed act gives, in the order of the acuse."""
    yield Campo("Folio", acto.folio)
    for etiqueta, valor in acto.preparado.campos:
        yield Campo(etiqueta, valor)
    yield Campo("RFC", acto.rfc)
    yield Campo("Nombre, denominación o razón social", acto.nombre)
    if acto.representante_rfc:
        yield Campo(
            "Representante legal", acto.representante_rfc, "Como lo nombra el certificado con el que se firmó"
        )
    yield Campo(
        "Fecha y hora de la firma", fecha_hora_larga(acto.firmado_en), f"({iso_centro(acto.firmado_en)})"
    )
    if acto.preparado.plazo_dias is not None:
        yield _plazo(acto, dias=acto.preparado.plazo_dias)
    vigencia = f"Vigente del {fecha_larga(acto.certificado_desde)} al {fecha_larga(acto.certificado_hasta)}"
    yield Campo("Certificado de e.firma", acto.certificado_numero, vigencia)
    if acto.revocacion.get("estado") != EstadoRevocacion.VIGENTE:
        yield Campo(
            "Advertencia",
            "Revocación no consultada",
            "Ninguna fuente respondió por la autoridad que emitió el certificado",
        )


def _plazo(acto: ActoFirmado, *, dias: int) -> Campo:
    """Its last day: the act is prepared on one day and may be signed on the next, and the signature's day counts."""
    ultimo = fecha_larga(vencimiento(acto.firmado_en, dias=dias))
    return Campo(
        "Debe resolverse a más tardar",
        f"El {ultimo}",
        f"{dias} días naturales, contados desde el día siguiente al de la firma",
    )


def campos_del_sello(sello: Sello, sellado_en: datetime) -> Iterator[Campo]:
    """Yield the rows that the seal gives to any document."""
    yield Campo("Fecha y hora del sello", fecha_hora_larga(sellado_en), f"({iso_centro(sellado_en)})")
    yield Campo("Certificado del sello", sello.numero, sello.titular)


def adjuntos_del_acto(acto: ActoFirmado) -> tuple[Adjunto, ...]:
    """The evidence as files that openssl reads: the exact bytes signed, their CMS, the certificate."""
    certificado = leer_certificado(bytes(acto.certificado))
    emisores = [bytes(der) for der in acto.emisores]
    cms = envolver_cms(certificado, firma=bytes(acto.firma), emisores=emisores)
    return (
        Adjunto(
            "cadena.txt",
            acto.cadena.encode(),
            "Cadena original, los bytes exactos que se firmaron",
            "text/plain",
        ),
        Adjunto("firma.p7s", cms, "Firma electrónica del particular (CMS)", "application/pkcs7-signature"),
        Adjunto(
            "certificado.cer", bytes(acto.certificado), "Certificado de e.firma", "application/pkix-cert"
        ),
        *_adjunto_del_escrito(acto.preparado.escrito),
    )


def _adjunto_del_escrito(texto: str) -> Iterator[Adjunto]:
    if texto:
        yield Adjunto("solicitud.txt", texto.encode(), "Texto de la solicitud, tal cual", "text/plain")
