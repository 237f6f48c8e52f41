"""Puts the seal: attachments and signature in one revision that covers the whole file."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any, TypeVar

from asn1crypto import cms
from asn1crypto.parser import emit
from django.conf import settings
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams, FileSpec, embed_file
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from buzon.documentos.pdf.datos import Adjunto
from buzon.documentos.sello.llave import Sello, olvidar_sello
from buzon.valores.fechas import ZONA
from buzon.web.cortacircuitos import TSA, EnPausa, llamar

CAMPO = "Sello"
# Digits in hexadecimal: the CMS without its certificates; a time-stamp, which brings those of its authority along.
_HUECO = 4096
_HUECO_DE_TIEMPO = 16384

T = TypeVar("T")


class _Firmante(Signer):
    """Signs with a key that is already open; pyHanko's own reads it again, twice, for every signature."""

    def __init__(self, sello: Sello) -> None:
        emisores = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        emisores.register_multiple(sello.emisores)
        super().__init__(signing_cert=sello.certificado, cert_registry=emisores)
        self._firmar = sello.firmar
        self._molde: list[bytes] = []

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._firmar(data)

    async def signed_attrs(self, data_digest: bytes, *args: Any, **kwargs: Any) -> cms.CMSAttributes:
        """Build the attributes once: those of one seal differ in the digest alone, and its length never changes."""
        if not self._molde:
            atributos = await super().signed_attrs(data_digest, *args, **kwargs)
            self._molde = emit(0, 1, 17, atributos.contents).split(data_digest)
        return cms.CMSAttributes.load(data_digest.join(self._molde))

    async def async_sign(self, *args: Any, **kwargs: Any) -> cms.ContentInfo:
        """Encode the CMS once, level by level.

        asn1crypto encodes a value that it built again for each level above it, and takes a length whose last byte
        is 0x80 for an indefinite one, which starts all over: up to ten times the work of the signature.
        """
        armado = await super().async_sign(*args, **kwargs)
        firmado = emit(0, 1, 16, armado["content"].contents)
        return cms.ContentInfo.load(emit(0, 1, 16, armado["content_type"].dump() + emit(2, 1, 0, firmado)))


@lru_cache(maxsize=4)
def _firmante(sello: Sello) -> _Firmante:
    return _Firmante(sello)


class _Sellador(PdfSigner):
    """A signer whose instant is given, not read from the clock."""

    def __init__(self, *args: Any, ahora: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ahora = ahora

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        sesion = super().init_signing_session(pdf_out, existing_fields_only)
        sesion.system_time = self._ahora
        return sesion


def sellar(
    pdf: bytes, *, sello: Sello, razon: str, ahora: datetime, adjuntos: Sequence[Adjunto] = ()
) -> bytes:
    """Return the PDF with its attachments, certified: no later change is allowed.

    PAdES B-B, or B-T with TSA_URL. Raises SelloNoDisponible when the certificate is not in force at `ahora`, and
    EnPausa while the time-stamp authority is left alone because it failed.
    """
    sello.exigir_vigente(en=ahora)
    escritor = IncrementalPdfFileWriter(BytesIO(pdf))
    for adjunto in adjuntos:
        _incrustar(escritor, adjunto)
    datos = PdfSignatureMetadata(
        field_name=CAMPO,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=razon,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    sellador = _Sellador(
        datos,
        _firmante(sello),
        timestamper=HTTPTimeStamper(settings.TSA_URL) if settings.TSA_URL else None,
        ahora=ahora.astimezone(ZONA),
    )

    def firmar() -> Any:
        return fuera_del_bucle(lambda: sellador.sign_pdf(escritor, bytes_reserved=_hueco(sello)))

    try:
        # Only the time-stamp authority is outside; without one nothing is asked of anybody.
        con_tiempo = bool(settings.TSA_URL)
        salida = llamar(TSA, firmar, fallas=(TimestampRequestError,)) if con_tiempo else firmar()
    except EnPausa:
        raise
    except Exception:
        olvidar_sello()
        raise
    return bytes(salida.getvalue())


def _incrustar(escritor: IncrementalPdfFileWriter, adjunto: Adjunto) -> None:
    archivo = EmbeddedFileObject.from_file_data(
        escritor, adjunto.contenido, mime_type=adjunto.tipo, params=EmbeddedFileParams(embed_checksum=False)
    )
    embed_file(
        escritor,
        FileSpec(
            file_spec_string=adjunto.nombre,
            file_name=adjunto.nombre,
            embedded_data=archivo,
            description=adjunto.descripcion,
        ),
    )


def _hueco(sello: Sello) -> int:
    """Room for the CMS in hexadecimal, so that pyHanko need not sign twice to measure it."""
    certificados = (sello.certificado, *sello.emisores)
    return (
        _HUECO + 2 * sum(len(c.dump()) for c in certificados) + (_HUECO_DE_TIEMPO if settings.TSA_URL else 0)
    )


def fuera_del_bucle(funcion: Callable[[], T]) -> T:
    """Call what uses `asyncio.run`: in a thread of its own where this one already has a loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return funcion()
    with ThreadPoolExecutor(max_workers=1) as hilo:
        return hilo.submit(funcion).result()
