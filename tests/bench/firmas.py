"""Signatures: whole sealed acuses a second of one core, and milliseconds to verify an e.firma.

It runs inside a process of the portal. The processor's time is what is counted.
"""

import json
import statistics
import time
from collections.abc import Callable
from copy import copy
from dataclasses import asdict
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.conf import settings
from django.utils import timezone
from pyhanko.keys import load_private_key_from_pemder
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from buzon.confianza.services import validar_para_firmar
from buzon.demo.personas import personas
from buzon.documentos.contenido import datos_del_acuse
from buzon.documentos.models import Documento
from buzon.documentos.pdf.datos import DatosDocumento
from buzon.documentos.pdf.hoja import dibujar
from buzon.documentos.sello import sellar
from buzon.documentos.sello.llave import cargar_sello
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.firma import verificar_firma
from tests.bench.medida import Medida

RONDAS = 9
SERIE = "00000000000000"


def _alternar(
    propia: Callable[[int], object], ajena: Callable[[int], object], *, veces: int
) -> tuple[float, float]:
    """Return the seconds that one call of each takes, as the median of rounds in turn; the first one warms up."""
    tiempos: tuple[list[float], list[float]] = ([], [])
    for ronda in range(RONDAS + 1):
        for funcion, lista in zip((propia, ajena), tiempos, strict=True):
            antes = time.process_time()
            for n in range(veces):
                funcion(ronda * veces + n)
            lista.append((time.process_time() - antes) / veces)
    return statistics.median(tiempos[0][1:]), statistics.median(tiempos[1][1:])


def acuses() -> Medida:
    """Draw and seal acuses of one stored act, each with a folio, a code and a name of its own."""
    guardado = Documento.objects.select_related("acto__preparado").exclude(acto=None)[0]
    sello = cargar_sello()
    de_serie = signers.SimpleSigner(
        signing_cert=sello.certificado,
        signing_key=load_private_key_from_pemder(settings.SELLO_LLAVE, None),
        cert_registry=SimpleCertificateStore.from_certs(sello.emisores),
    )

    def datos(n: int) -> DatosDocumento:
        documento = copy(guardado)
        documento.acto = copy(guardado.acto)
        documento.folio = documento.acto.folio = f"{n:09}{SERIE}"
        documento.codigo = f"YLIP-RIXE-FMVF-6OFM-YUK5-72PY-{n:04}-3ZZR"
        documento.acto.nombre = f"EMPRESA {n} SOCIEDAD ANONIMA DE CAPITAL VARIABLE"
        return datos_del_acuse(documento, sello=sello, sellado_en=timezone.now())

    def nuestro(n: int) -> bytes:
        campos = datos(n)
        return sellar(
            dibujar(campos, fuentes=settings.FUENTES).pdf,
            sello=sello,
            razon=campos.titulo,
            adjuntos=campos.adjuntos,
            ahora=timezone.now(),
        )

    def con_el_de_serie(n: int) -> bytes:
        campos = datos(n)
        escritor = IncrementalPdfFileWriter(BytesIO(dibujar(campos, fuentes=settings.FUENTES).pdf))
        for adjunto in campos.adjuntos:
            contenido = EmbeddedFileObject.from_file_data(escritor, adjunto.contenido, mime_type=adjunto.tipo)
            embed_file(escritor, FileSpec(adjunto.nombre, embedded_data=contenido))
        metadatos = signers.PdfSignatureMetadata(field_name="Sello", md_algorithm="sha256")
        return bytes(signers.sign_pdf(escritor, metadatos, signer=de_serie).getvalue())

    propio, ajeno = _alternar(nuestro, con_el_de_serie, veces=10)
    return Medida(1 / propio, "acuses/s por núcleo", 1 / ajeno)


def verificaciones() -> Medida:
    """Read each e.firma in force of the demo, follow its path, ask the CRL, and verify a signature."""
    ahora, texto = timezone.now(), b"||cadena original||" * 40
    casos = []
    for persona in (p for p in personas() if p.situacion == "vigente"):
        der = persona.cer.read_bytes()
        llave = load_der_private_key(persona.key.read_bytes(), persona.contrasena.encode())
        casos.append((der, llave.sign(texto, PKCS1v15(), SHA256()), leer_certificado(der).llave_publica))

    def entera(n: int) -> None:
        der, firma, _llave = casos[n % len(casos)]
        verificar_firma(validar_para_firmar(der, en=ahora).certificado, texto=texto, firma=firma)

    def desnuda(n: int) -> None:
        _der, firma, llave = casos[n % len(casos)]
        llave.verify(firma, texto, PKCS1v15(), SHA256())

    propia, ajena = _alternar(entera, desnuda, veces=200)
    return Medida(propia * 1000, "ms", ajena * 1000)


def imprimir() -> None:
    """Print both figures as JSON."""
    medidas = {"acuse": acuses(), "verificacion_efirma": verificaciones()}
    print(json.dumps({nombre: asdict(medida) for nombre, medida in medidas.items()}))
