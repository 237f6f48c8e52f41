"""Signature over the text, detached CMS, base64; the openssl command agrees."""

import base64
import hashlib
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


SHA256_EN_DER = bytes.fromhex("3031300d060960864801650304020105000420")
SHA256_SIN_NULL = bytes.fromhex("302f300b0609608648016503040201") + bytes.fromhex("0420")
SHA1_EN_DER = bytes.fromhex("3021300906052b0e03021a05000414")


def bloque(
    contenido: bytes, *, tipo: bytes = b"\x00\x01", relleno: bytes = b"\xff", sobra: bytes = b""
) -> bytes:
    """What RSA signs in PKCS#1 v1.5, of 256 bytes, as whoever has the key may lay it out."""
    return tipo + relleno * (256 - 3 - len(contenido + sobra)) + b"\x00" + contenido + sobra


def firmar_bloque(taller: Any, octetos: bytes) -> bytes:
    numeros = taller.llave.private_numbers()
    return pow(int.from_bytes(octetos), numeros.d, numeros.public_numbers.n).to_bytes(256)


def test_rechaza_un_bloque_que_no_es_el_de_pkcs1_con_sha256(taller: Any) -> None:
    """Forgeries that a verifier lets pass if it searches for the digest instead of comparing the whole block."""
    certificado = leer_certificado(taller.fiel)
    sha256, sha1 = hashlib.sha256(TEXTO).digest(), hashlib.sha1(TEXTO, usedforsecurity=False).digest()
    bueno = SHA256_EN_DER + sha256
    assert firmar_bloque(taller, bloque(bueno)) == taller.firmar(TEXTO)
    malos = [
        bloque(SHA256_EN_DER + sha1),
        bloque(SHA256_EN_DER + sha1.ljust(32, b"\0")),
        bloque(SHA1_EN_DER + sha1),
        bloque(SHA256_SIN_NULL + sha256),
        bloque(sha256),
        bloque(bueno, sobra=bytes(100)),
        bloque(bueno, relleno=b"\xfe"),
        bloque(bueno, tipo=b"\x00\x02"),
    ]
    for malo in malos:
        with pytest.raises(FirmaInvalida):
            verificar_firma(certificado, texto=TEXTO, firma=firmar_bloque(taller, malo))


def test_rechaza_la_misma_firma_mas_el_modulo(taller: Any) -> None:
    """The same number modulo n, in as many bytes: RFC 8017 §5.2.2 lets none but the smallest pass."""
    modulo = taller.llave.public_key().public_numbers().n
    textos = (f"||{n}||".encode() for n in range(10_000))
    crecidas = ((texto, int.from_bytes(taller.firmar(texto)) + modulo) for texto in textos)
    texto, crecida = next(par for par in crecidas if par[1] < 1 << 2048)
    with pytest.raises(FirmaInvalida):
        verificar_firma(leer_certificado(taller.fiel), texto=texto, firma=crecida.to_bytes(256))


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


@pytest.mark.parametrize("cuantos", range(10))
def test_base64_llega_a_su_maximo_y_no_pasa(cuantos: int) -> None:
    datos = bytes(cuantos)
    assert decodificar_base64(base64.b64encode(datos).decode(), maximo=cuantos) == datos
    with pytest.raises(FirmaInvalida):
        decodificar_base64(base64.b64encode(datos + b"x").decode(), maximo=cuantos)


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


@pytest.mark.parametrize("maximo", [63, 64])
def test_lo_que_no_cabe_no_se_decodifica(maximo: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap before dear: the length of the text tells enough."""
    monkeypatch.setattr("buzon.efirma.firma.base64.b64decode", None)
    with pytest.raises(FirmaInvalida):
        decodificar_base64("A" * ((maximo + 2) // 3 * 4 + 1), maximo=maximo)
