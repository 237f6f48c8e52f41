"""Signature over the text, detached CMS, base64; the openssl command agrees."""

import base64
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from buzon.efirma.certificado import leer_certificado
from buzon.efirma.errores import CertificadoIlegible, FirmaInvalida
from buzon.efirma.firma import decodificar_base64, envolver_cms, verificar_firma

TEXTO = "||1.0|FIRMA|ÑANDÚ & PEÑA|x||".encode()
con_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="falta la orden openssl")


def test_acepta_la_firma_del_titular(taller: Any) -> None:
    verificar_firma(leer_certificado(taller.fiel), texto=TEXTO, firma=taller.firmar(TEXTO))


@pytest.mark.parametrize(
    "texto",
    [
        TEXTO + b"\n",
        TEXTO[:-1],
        b"",
        TEXTO.replace(b"x", b"y"),
        "||1.0|FIRMA|ÑANDÚ & PEÑA|x||".encode("latin-1"),
    ],
)
def test_rechaza_otro_texto(taller: Any, texto: bytes) -> None:
    with pytest.raises(FirmaInvalida):
        verificar_firma(leer_certificado(taller.fiel), texto=texto, firma=taller.firmar(TEXTO))


def test_rechaza_otra_longitud_otro_esquema_y_otra_llave(taller: Any) -> None:
    certificado, buena = leer_certificado(taller.fiel), taller.firmar(TEXTO)
    malas = [
        b"",
        buena[:-1],
        b"\0" + buena,
        buena + b"\0",
        bytes(256),
        b"\xff" * 256,
        buena[::-1],
        taller.llave.sign(TEXTO, PKCS1v15(), SHA1()),
        taller.llave.sign(TEXTO, PKCS1v15(), SHA512()),
        taller.llave.sign(TEXTO, PSS(MGF1(SHA256()), 32), SHA256()),
        taller.ac.llave.sign(TEXTO, PKCS1v15(), SHA256()),
    ]
    for mala in malas:
        with pytest.raises(FirmaInvalida):
            verificar_firma(certificado, texto=TEXTO, firma=mala)


@given(st.integers(0, 255), st.integers(1, 255))
def test_un_solo_octeto_la_invalida(taller: Any, posicion: int, cambio: int) -> None:
    firma = bytearray(taller.firmar(TEXTO))
    firma[posicion] ^= cambio
    with pytest.raises(FirmaInvalida):
        verificar_firma(leer_certificado(taller.fiel), texto=TEXTO, firma=bytes(firma))


@given(st.binary(max_size=64))
def test_base64_ida_y_vuelta(datos: bytes) -> None:
    assert decodificar_base64(base64.b64encode(datos).decode(), maximo=64) == datos


@pytest.mark.parametrize(
    "texto",
    [
        "QQ",
        "QQ=",
        "QR==",
        "QQ==\n",
        " QQ==",
        "QQ==QQ==",
        "_-__",
        "Q Q=",
        "é===",
        "QQ==" * 100,
        "\x00",
        "QUFBQQ==" * 9,
    ],
)
def test_base64_estricto(texto: str) -> None:
    with pytest.raises(FirmaInvalida):
        decodificar_base64(texto, maximo=64)
    with pytest.raises(CertificadoIlegible):
        decodificar_base64(texto, maximo=64, rechazo=CertificadoIlegible)


def test_base64_tiene_un_maximo_en_bytes() -> None:
    assert decodificar_base64("QUFB", maximo=3) == b"AAA"
    with pytest.raises(FirmaInvalida):
        decodificar_base64("QUFB", maximo=2)


@given(st.text(max_size=40))
def test_cualquier_texto_es_base64_canonico_o_rechazo(texto: str) -> None:
    try:
        assert base64.b64encode(decodificar_base64(texto, maximo=64)).decode() == texto
    except FirmaInvalida:
        return


def openssl(*argumentos: str, carpeta: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *argumentos], cwd=carpeta, capture_output=True, check=False, timeout=20)


@pytest.fixture
def carpeta(taller: Any, tmp_path: Path) -> Path:
    """What an acuse carries: the text, the signature, the certificate; and the authority's PEM."""
    certificado, firma = leer_certificado(taller.cer(sujeto=taller.moral)), taller.firmar(TEXTO)
    (tmp_path / "cadena.txt").write_bytes(TEXTO)
    (tmp_path / "firma.bin").write_bytes(firma)
    (tmp_path / "firma.p7s").write_bytes(envolver_cms(certificado, firma=firma, emisores=[taller.ancla]))
    (tmp_path / "publica.pem").write_bytes(
        certificado.llave_publica.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    cuerpo = base64.encodebytes(taller.ancla)
    pem = b"-----BEGIN CERTIFICATE-----\n" + cuerpo + b"-----END CERTIFICATE-----\n"
    (tmp_path / "ac.pem").write_bytes(pem)
    return tmp_path


@con_openssl
def test_openssl_dgst_acepta_la_firma(carpeta: Path) -> None:
    orden = ("dgst", "-sha256", "-verify", "publica.pem", "-signature", "firma.bin", "cadena.txt")
    assert b"Verified OK" in openssl(*orden, carpeta=carpeta).stdout


@con_openssl
@pytest.mark.parametrize(("texto", "codigo"), [(TEXTO, 0), (TEXTO + b"\n", 4)])
def test_openssl_cms_acepta_el_p7s_y_nota_otro_texto(carpeta: Path, texto: bytes, codigo: int) -> None:
    (carpeta / "cadena.txt").write_bytes(texto)
    entrada = ("-inform", "DER", "-in", "firma.p7s", "-content", "cadena.txt", "-CAfile", "ac.pem")
    # The workshop lives in November 2026, whatever the clock of the machine says.
    resultado = openssl("cms", "-verify", "-binary", *entrada, "-attime", "1795456800", carpeta=carpeta)
    assert resultado.returncode == codigo, resultado.stderr.decode()
