"""What documents are examined with: pyHanko, and outside programs; where one is missing, the test says so."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from buzon.documentos.sello.firma import fuera_del_bucle
from buzon.documentos.sello.llave import certificado_del_sello


def correr(programa: str, *argumentos: str | Path, en: Path, exige_exito: bool = True) -> str:
    """Run a program in a folder and return what it prints."""
    if shutil.which(programa) is None:
        pytest.skip(f"no está instalado el programa {programa}")
    proceso = subprocess.run(
        [programa, *map(str, argumentos)], cwd=en, capture_output=True, text=True, check=False, timeout=60
    )
    assert proceso.returncode == 0 or not exige_exito, proceso.stderr
    return proceso.stdout + proceso.stderr


def texto_de(pdf: bytes, *opciones: str, en: Path) -> str:
    """The text of a PDF as pdftotext reads it."""
    (en / "documento.pdf").write_bytes(pdf)
    return correr("pdftotext", *opciones, "documento.pdf", "-", en=en)


@dataclass(frozen=True, slots=True)
class ResultadoSello:
    """What pyHanko finds of the only seal of a document of ours; `firmado_en` is what the file says of itself."""

    integro: bool = False
    del_portal: bool = False
    cobertura_total: bool = False
    firmado_en: datetime | None = None

    @property
    def vale(self) -> bool:
        """Our seal, over the whole file, untouched."""
        return self.integro and self.del_portal and self.cobertura_total


def validar_sello(pdf: bytes) -> ResultadoSello:
    """Judge the seal as a reader of PDFs does; the portal itself only knows its own bytes."""
    try:
        return fuera_del_bucle(lambda: _validar(pdf))
    except Exception:  # pyHanko, asn1crypto and zlib raise whatever they stumble over
        return ResultadoSello()


def _validar(pdf: bytes) -> ResultadoSello:
    certificado = certificado_del_sello()
    firmas = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(firmas) != 1:
        return ResultadoSello()
    (firma,) = firmas
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
