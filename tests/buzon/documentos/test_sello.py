"""The seal: valid for everybody who checks it, void after a change of one byte."""

import asyncio
import hashlib
import http.server
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import pem, tsp
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from buzon.documentos.errores import SelloNoDisponible
from buzon.documentos.pdf.datos import DatosDocumento
from buzon.documentos.pdf.hoja import dibujar
from buzon.documentos.sello import sellar
from buzon.documentos.sello.llave import Sello, cargar_sello
from buzon.efirma.asn1 import x509 as asn1
from buzon.web.cortacircuitos import FALLAS, EnPausa
from tests.buzon.documentos.herramientas import ResultadoSello, correr, validar_sello


@pytest.fixture
def sellar_datos(datos: Callable[..., DatosDocumento], sello: Sello) -> Callable[..., bytes]:
    """Draw and seal what `datos` gives."""

    def pdf(ahora: datetime | None = None) -> bytes:
        acuse = datos()
        hoja = dibujar(acuse, fuentes=settings.FUENTES)
        return sellar(
            hoja.pdf, sello=sello, razon=acuse.titulo, adjuntos=acuse.adjuntos, ahora=ahora or timezone.now()
        )

    return pdf


def estado_de(pdf: bytes, anclas: Path) -> PdfSignatureStatus:
    raices = [asn1.Certificate.load(der) for _, _, der in pem.unarmor(anclas.read_bytes(), multiple=True)]
    (firma,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(firma, ValidationContext(trust_roots=raices, allow_fetching=False))


def test_pyhanko_lo_da_por_valido(sellar_datos: Callable[..., bytes], anclas: Path) -> None:
    estado = estado_de(sellar_datos(), anclas)
    assert estado.bottom_line
    assert estado.trusted
    assert estado.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert estado.docmdp_ok


def test_certifica_y_no_admite_cambios(sellar_datos: Callable[..., bytes]) -> None:
    raiz = PdfFileReader(BytesIO(sellar_datos())).root
    firma = raiz["/Perms"]["/DocMDP"]
    assert firma["/SubFilter"] == "/ETSI.CAdES.detached"
    assert firma["/Reference"][0]["/TransformParams"]["/P"] == 1


def test_el_instante_del_sello_es_el_dado(sellar_datos: Callable[..., bytes]) -> None:
    ahora = timezone.now().replace(microsecond=0)
    assert validar_sello(sellar_datos(ahora)) == ResultadoSello(True, True, True, ahora)


def test_pdfsig_lo_da_por_valido(sellar_datos: Callable[..., bytes], anclas: Path, tmp_path: Path) -> None:
    (tmp_path / "acuse.pdf").write_bytes(sellar_datos())
    correr("certutil", "-N", "-d", f"sql:{tmp_path}", "--empty-password", en=tmp_path)
    for n, (_, _, der) in enumerate(pem.unarmor(anclas.read_bytes(), multiple=True)):
        (tmp_path / f"{n}.cer").write_bytes(der)
        opciones = ("-A", "-n", f"ancla{n}", "-t", "CT,C,C", "-i", f"{n}.cer", "-d", f"sql:{tmp_path}")
        correr("certutil", *opciones, en=tmp_path)
    salida = correr("pdfsig", "-nssdir", f"sql:{tmp_path}", "acuse.pdf", en=tmp_path)
    assert "Signature is Valid" in salida
    assert "Certificate is Trusted" in salida
    assert "Total document signed" in salida


def test_los_adjuntos_se_extraen_intactos(
    sellar_datos: Callable[..., bytes], datos: Callable[..., DatosDocumento], tmp_path: Path
) -> None:
    (tmp_path / "acuse.pdf").write_bytes(sellar_datos())
    assert "2 embedded files" in correr("pdfdetach", "-list", "acuse.pdf", en=tmp_path)
    correr("pdfdetach", "-saveall", "acuse.pdf", en=tmp_path)
    for adjunto in datos().adjuntos:
        assert (tmp_path / adjunto.nombre).read_bytes() == adjunto.contenido


def test_un_byte_cambiado_lo_invalida(sellar_datos: Callable[..., bytes]) -> None:
    """Outside the hole in which the signature itself lies, which no signature can cover."""
    pdf = sellar_datos()
    (firma,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    _, antes, despues, _ = firma.byte_range
    for lugar in (*range(1000, antes, 4001), *range(despues, len(pdf), 211)):
        alterado = bytearray(pdf)
        alterado[lugar] ^= 1
        assert not validar_sello(bytes(alterado)).vale


def test_lo_agregado_al_final_lo_invalida(sellar_datos: Callable[..., bytes]) -> None:
    resultado = validar_sello(sellar_datos() + b"\n% agregado\n")
    assert resultado.integro
    assert not resultado.cobertura_total
    assert not resultado.vale


def test_dentro_de_un_bucle_de_asyncio(sellar_datos: Callable[..., bytes]) -> None:
    async def sellado() -> bytes:
        return sellar_datos()

    assert validar_sello(asyncio.run(sellado())).vale


def test_no_sella_fuera_de_vigencia(sellar_datos: Callable[..., bytes], sello: Sello) -> None:
    for ahora in (sello.desde - timedelta(seconds=1), sello.hasta + timedelta(seconds=1)):
        with pytest.raises(SelloNoDisponible):
            sellar_datos(ahora)


def test_la_llave_se_abre_una_sola_vez(sello: Sello) -> None:
    assert cargar_sello() is sello


def certificar(
    llave: RSAPrivateKey, *, emisor: tuple[x509.Name, RSAPrivateKey] | None = None, tsa: bool = False
) -> x509.Certificate:
    nombre = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sello Ñ & prueba" if emisor else "Raíz")])
    ahora = datetime.now(UTC)
    constructor = (
        x509.CertificateBuilder(emisor[0] if emisor else nombre, nombre, llave.public_key(), 4660)
        .not_valid_before(ahora - timedelta(days=1))
        .not_valid_after(ahora + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=emisor is None, path_length=None), critical=True)
    )
    if tsa:
        uso = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        constructor = constructor.add_extension(uso, critical=True)
    return constructor.sign(emisor[1] if emisor else llave, SHA256())


def en_der(certificado: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificado.public_bytes(Encoding.DER))


def test_sello_en_pem_con_contrasena_y_emisores(tmp_path: Path, datos: Callable[..., DatosDocumento]) -> None:
    raiz, llave = generate_private_key(65537, 2048), generate_private_key(65537, 2048)
    cer_raiz = certificar(raiz)
    cer = certificar(llave, emisor=(cer_raiz.subject, raiz))
    (tmp_path / "sello.pem").write_bytes(cer.public_bytes(Encoding.PEM) + cer_raiz.public_bytes(Encoding.PEM))
    cifrada = llave.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption("cláve".encode())
    )
    (tmp_path / "sello.key").write_bytes(cifrada)
    rutas = {"SELLO_CERTIFICADO": str(tmp_path / "sello.pem"), "SELLO_LLAVE": str(tmp_path / "sello.key")}
    with override_settings(**rutas, SELLO_CONTRASENA="cláve"):
        sello = cargar_sello()
        hoja = dibujar(datos(), fuentes=settings.FUENTES)
        pdf = sellar(hoja.pdf, sello=sello, razon="r", ahora=timezone.now())
        assert validar_sello(pdf).vale
    assert (sello.numero, sello.titular) == ("1234", "Sello Ñ & prueba")
    (firma,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert len(firma.signed_data["certificates"]) == 2
    assert validar_sello(pdf) != ResultadoSello(True, True, True)  # now it is somebody else's seal
    with override_settings(**rutas, SELLO_CONTRASENA="otra"):
        Path(rutas["SELLO_LLAVE"]).touch()
        with pytest.raises(SelloNoDisponible, match="SELLO_CONTRASENA"):
            cargar_sello()


def test_dice_que_le_falta_al_sello(tmp_path: Path, sello: Sello) -> None:
    otra = generate_private_key(65537, 2048).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "otra.key").write_bytes(otra)
    (tmp_path / "basura.cer").write_bytes(b"\x30\x03basura")
    casos = [
        ({"SELLO_LLAVE": str(tmp_path / "otra.key")}, "no corresponde"),
        ({"SELLO_LLAVE": str(tmp_path / "no.key")}, "No se pudo leer"),
        ({"SELLO_CERTIFICADO": str(tmp_path / "basura.cer")}, "legible"),
    ]
    for ajustes, frase in casos:
        with override_settings(**ajustes), pytest.raises(SelloNoDisponible, match=frase):
            cargar_sello()


@pytest.fixture
def tsa() -> Iterator[tuple[str, asn1.Certificate]]:
    """A time-stamp authority on loopback, and its root."""
    raiz, llave = generate_private_key(65537, 2048), generate_private_key(65537, 2048)
    cer_raiz = certificar(raiz)
    cer = certificar(llave, emisor=(cer_raiz.subject, raiz), tsa=True)
    der = llave.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificados = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    certificados.register(en_der(cer_raiz))
    sellador = DummyTimeStamper(en_der(cer), PrivateKeyInfo.load(der), certs_to_embed=certificados)

    class Servicio(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            peticion = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            cuerpo = sellador.request_tsa_response(peticion).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(cuerpo)))
            self.end_headers()
            self.wfile.write(cuerpo)

        def log_message(self, *args: object) -> None:
            logging.getLogger(__name__).debug(args)

    with http.server.HTTPServer(("127.0.0.1", 0), Servicio) as servidor:
        hilo = threading.Thread(target=servidor.serve_forever)
        hilo.start()
        yield f"http://127.0.0.1:{servidor.server_port}/", en_der(cer_raiz)
        servidor.shutdown()
        hilo.join()


def test_con_tsa_lleva_sello_de_tiempo(
    sellar_datos: Callable[..., bytes], tsa: tuple[str, asn1.Certificate], anclas: Path
) -> None:
    url, raiz_tsa = tsa
    with override_settings(TSA_URL=url):
        pdf = sellar_datos()
    raices = [asn1.Certificate.load(der) for _, _, der in pem.unarmor(anclas.read_bytes(), multiple=True)]
    (firma,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    contexto = ValidationContext(trust_roots=[*raices, raiz_tsa], allow_fetching=False)
    estado = validate_pdf_signature(firma, contexto)
    assert estado.bottom_line
    assert estado.timestamp_validity is not None
    assert estado.timestamp_validity.valid
    assert validar_sello(pdf).vale


def test_sin_respuesta_de_la_tsa_no_sella(sellar_datos: Callable[..., bytes]) -> None:
    with override_settings(TSA_URL="http://127.0.0.1:9/"), pytest.raises(Exception, match="timestamp"):
        sellar_datos()


def test_a_una_tsa_que_no_responde_se_la_deja_en_paz(sellar_datos: Callable[..., bytes]) -> None:
    with override_settings(TSA_URL="http://127.0.0.1:9/"):
        for _ in range(FALLAS):
            with pytest.raises(Exception, match="timestamp"):
                sellar_datos()
        with pytest.raises(EnPausa):
            sellar_datos()


def test_firma_pkcs11_ocupa_el_mismo_lugar(datos: Callable[..., DatosDocumento], sello: Sello) -> None:
    """Whatever signs (a key in memory, a token) is a function over bytes."""
    pedidos: list[str] = []

    def firmar(contenido: bytes) -> bytes:
        pedidos.append(hashlib.sha256(contenido).hexdigest())
        return sello.firmar(contenido)

    hoja = dibujar(datos(), fuentes=settings.FUENTES)
    pdf = sellar(hoja.pdf, sello=replace(sello, firmar=firmar), razon="r", ahora=timezone.now())
    assert validar_sello(pdf).vale
    assert len(pedidos) == 1
