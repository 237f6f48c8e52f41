"""Reads the seal of a PDF that anybody may have sent."""

import logging
from io import BytesIO

from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from buzon.documentos.sello.firma import fuera_del_bucle
from buzon.documentos.sello.llave import certificado_del_sello
from buzon.documentos.sello.resultado import ResultadoSello
from buzon.efirma.asn1 import x509

registro = logging.getLogger(__name__)

_LIMITES = DecodeLimits(document_budget=DocumentDecodeBudget(base_allowance=32 * 1024 * 1024, max_ratio=16))


def validar_sello(pdf: bytes) -> ResultadoSello:
    """Examine a file that may be hostile: whatever the parsers make of it, the answer is a result.

    Raises SelloNoDisponible where the portal's own certificate cannot be read.
    """
    certificado = certificado_del_sello()
    try:
        return fuera_del_bucle(lambda: _validar(pdf, certificado))
    except Exception as error:  # pyHanko, asn1crypto and zlib raise whatever they stumble over
        registro.info("PDF ilegible al verificar: %s", type(error).__name__)
        return ResultadoSello()


def _validar(pdf: bytes, certificado: x509.Certificate) -> ResultadoSello:
    firmas = PdfFileReader(BytesIO(pdf), decode_limits=_LIMITES).embedded_signatures
    if len(firmas) != 1:
        return ResultadoSello()
    firma = firmas[0]
    if firma.signer_cert.dump() != certificado.dump():
        return ResultadoSello(firmado_en=firma.self_reported_timestamp)
    estado = validate_pdf_signature(
        firma, ValidationContext(trust_roots=[certificado], allow_fetching=False), skip_diff=True
    )
    return ResultadoSello(
        integro=estado.intact and estado.valid,
        del_portal=True,
        cobertura_total=estado.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        firmado_en=firma.self_reported_timestamp,
    )
