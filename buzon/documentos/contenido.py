"""What a document says, in its PDF and to whoever verifies it.

An acuse says what its signed act says; what the institution issues says a content of its own, stored whole as JSON.
"""

import base64
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from buzon.actos.models import ActoFirmado
from buzon.documentos.models import Documento
from buzon.documentos.pdf.datos import (
    Adjunto,
    Campo,
    Corrido,
    Cuadro,
    DatosDocumento,
    Encabezado,
    NotaDelSello,
    Panel,
    Parrafo,
    Pieza,
    Tabla,
)
from buzon.documentos.sello.llave import Sello
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.firma import envolver_cms
from buzon.efirma.revocacion import EstadoRevocacion
from buzon.valores.fechas import fecha_hora_larga, fecha_larga, iso_centro
from buzon.valores.plazos import vencimiento

NOMBRE = "Nombre, denominación o razón social"
Bloque = Encabezado | Parrafo | Panel | Cuadro
_BLOQUES: dict[str, type[Bloque]] = {
    "encabezado": Encabezado,
    "parrafo": Parrafo,
    "panel": Panel,
    "cuadro": Cuadro,
}


@dataclass(frozen=True, slots=True)
class Contenido:
    """The words of a document, fixed when it is issued; the seal adds its own when it is put.

    `campos` is all that the verification shows; `bloques` stand in the PDF alone. `cadena` is what the seal
    signs. Without `vigente_hasta` it stands for good.
    """

    titulo: str
    apartado: str
    sentido: str
    sentido_impreso: str
    campos: tuple[Campo, ...]
    bloques: tuple[Bloque, ...]
    cadena: str
    fundamento: str
    vigente_hasta: datetime | None = None

    def como_json(self) -> dict[str, Any]:
        return asdict(self) | {
            "bloques": [{"tipo": type(bloque).__name__.lower(), **asdict(bloque)} for bloque in self.bloques],
            "vigente_hasta": self.vigente_hasta.isoformat() if self.vigente_hasta else None,
        }

    @classmethod
    def leer(cls, datos: dict[str, Any]) -> "Contenido":
        """Return what `como_json` stored."""
        hasta = datos["vigente_hasta"]
        leidos = {
            "campos": tuple(Campo(**campo) for campo in datos["campos"]),
            "bloques": tuple(_leer_bloque(bloque) for bloque in datos["bloques"]),
            "vigente_hasta": datetime.fromisoformat(hasta) if hasta else None,
        }
        return cls(**(datos | leidos))


def _leer_bloque(datos: dict[str, Any]) -> Bloque:
    clase = _BLOQUES[datos["tipo"]]
    return clase(**{clave: _en_tuplas(valor) for clave, valor in datos.items() if clave != "tipo"})


def _en_tuplas(valor: Any) -> Any:
    # JSON has only lists; a frozen piece holds tuples.
    return tuple(map(_en_tuplas, valor)) if isinstance(valor, list) else valor


def datos_del_acuse(documento: Documento, *, sello: Sello, sellado_en: datetime) -> DatosDocumento:
    """Return everything that is drawn, from the stored act alone: the same act always gives the same acuse."""
    acto = acto_de(documento)
    preparado = acto.preparado
    firma = base64.b64encode(acto.firma).decode("ascii")
    return DatosDocumento(
        titulo=preparado.titulo,
        apartado=preparado.apartado,
        piezas=(
            Tabla((*campos_del_acto(acto), *campos_del_sello(sello, sellado_en))),
            Panel(f"«{preparado.manifestacion}»", "Manifestación firmada por el particular con su e.firma."),
            *_lo_escrito(preparado.escrito),
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
        url_verificar=url_verificar(),
        como_verificar=COMO_VERIFICAR,
        qr=qr_de(documento),
        fundamento=settings.FUNDAMENTO,
        sellado_en=sellado_en,
        adjuntos=adjuntos_del_acto(acto),
    )


COMO_VERIFICAR = "con el folio y este código, con el QR o con este archivo."


def url_verificar() -> str:
    return f"{settings.URL_PUBLICA}/verificar/"


def qr_de(documento: Documento) -> str:
    """Return the address that verifies the document.

    After the #, which browsers keep to themselves: the code reaches no log of a server.
    """
    return f"{url_verificar()}?folio={documento.folio}#{documento.codigo}"


def _lo_escrito(texto: str) -> Iterator[Pieza]:
    if texto:
        yield Encabezado("Texto de la solicitud")
        yield from (Parrafo(renglon) for renglon in texto.split("\n") if renglon.strip())


def acto_de(documento: Documento) -> ActoFirmado:
    """Return the act that an acuse proves; every acuse has one (`documento_acto_o_contenido`)."""
    if documento.acto is None:
        raise ValueError(f"acuse without act: {documento.folio}")
    return documento.acto


def campos_del_acto(acto: ActoFirmado) -> Iterator[Campo]:
    yield Campo("Folio", acto.folio)
    for etiqueta, valor in acto.preparado.campos:
        yield Campo(etiqueta, valor)
    yield Campo("RFC", acto.rfc)
    yield Campo(NOMBRE, acto.nombre)
    if acto.representante_rfc:
        yield Campo(
            "Representante legal", acto.representante_rfc, "Como lo nombra el certificado con el que se firmó"
        )
    yield Campo(
        "Fecha y hora de la firma", fecha_hora_larga(acto.firmado_en), f"({iso_centro(acto.firmado_en)})"
    )
    if acto.preparado.plazo_dias is not None:
        # From the signature, not from the text: prepared on one day, an act may be signed on the next.
        dias = acto.preparado.plazo_dias
        yield Campo(
            "Debe resolverse a más tardar",
            f"El {fecha_larga(vencimiento(acto.firmado_en, dias=dias))}",
            f"{dias} días naturales, contados desde el día siguiente al de la firma",
        )
    vigencia = f"Vigente del {fecha_larga(acto.certificado_desde)} al {fecha_larga(acto.certificado_hasta)}"
    yield Campo("Certificado de e.firma", acto.certificado_numero, vigencia)
    if acto.revocacion.get("estado") != EstadoRevocacion.VIGENTE:
        yield Campo(
            "Advertencia",
            "Revocación no consultada",
            "Ninguna fuente respondió por la autoridad que emitió el certificado",
        )


def campos_del_sello(sello: Sello, sellado_en: datetime) -> Iterator[Campo]:
    yield Campo("Fecha y hora del sello", fecha_hora_larga(sellado_en), f"({iso_centro(sellado_en)})")
    yield Campo("Certificado del sello", sello.numero, sello.titular)


def adjuntos_del_acto(acto: ActoFirmado) -> tuple[Adjunto, ...]:
    """The evidence as files that openssl reads: the exact bytes signed, their CMS, the certificate."""
    certificado = leer_certificado(bytes(acto.certificado))
    emisores = [bytes(der) for der in acto.emisores]
    cms = envolver_cms(certificado, firma=bytes(acto.firma), emisores=emisores)
    escrito = acto.preparado.escrito
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
        *(
            [Adjunto("solicitud.txt", escrito.encode(), "Texto de la solicitud, tal cual", "text/plain")]
            if escrito
            else []
        ),
    )


def contenido_de(documento: Documento) -> Contenido:
    """Return the content of a document that no act backs; every such document has one (the same constraint)."""
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
            Corrido("Cadena original", contenido.cadena, junto=True),
            Corrido("Sello digital de la cadena", firma, "(RSA, SHA-256, base64)", junto=True),
            NotaDelSello("La cadena, el sello digital y el certificado con que se comprueba", encabezado=""),
        ),
        folio=documento.folio,
        codigo=documento.codigo,
        url_verificar=url_verificar(),
        como_verificar=COMO_VERIFICAR,
        qr=qr_de(documento),
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
