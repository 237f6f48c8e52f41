"""What is read from a certificate that is in order."""

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from buzon.demo import emision
from buzon.demo.emision import UTF8, atributo, nombre, tlv
from buzon.efirma.asn1 import x509
from buzon.efirma.certificado import leer_certificado, numero_de_certificado

PEM = b"-----BEGIN CERTIFICATE-----\r\n%s-----END CERTIFICATE-----\r\n"
RFC, CURP, NOMBRE = "2.5.4.45", "2.5.4.5", "2.5.4.41"


def sujeto(*atributos: bytes, rfc: str = "MULE840312QA0") -> bytes:
    return nombre(*atributos, atributo(RFC, rfc))


def test_lee_una_persona_fisica(taller: Any) -> None:
    cer = taller.cer(serie=b"30001000000500003415")
    certificado = leer_certificado(cer)
    assert certificado.der == cer
    assert certificado.numero == "30001000000500003415"
    assert certificado.sha256 == hashlib.sha256(cer).hexdigest()
    assert (certificado.titular, certificado.rfc) == ("BEGOÑA ÑAÑEZ MUÑOZ", "ÑAMB900722J45")
    assert certificado.curp == "XAMB900722MVZXXG00"
    assert (certificado.representante_rfc, certificado.representante_curp) == ("", "")
    assert certificado.correo == "pruebas@buzon.example"
    assert certificado.es_fiel
    assert certificado.llave_publica.public_numbers() == taller.llave.public_key().public_numbers()
    assert certificado == leer_certificado(cer)


def test_en_una_moral_la_primera_parte_es_el_contribuyente_y_la_segunda_quien_firma(taller: Any) -> None:
    certificado = leer_certificado(taller.cer(sujeto=taller.moral))
    assert (certificado.titular, certificado.rfc) == (
        "HERRAJES & EMPAQUES DE EJEMPLO SA DE CV",
        "H&E0703285CA",
    )
    assert certificado.curp == ""
    assert certificado.representante_rfc == "MULE840312QA0"
    assert certificado.representante_curp == "MULE840312MJCSCL09"


def test_las_fechas_son_utc_con_los_dos_formatos_y_siglos(taller: Any) -> None:
    certificado = leer_certificado(
        taller.cer(desde=tlv(0x17, b"500101000000Z"), hasta=tlv(0x18, b"99991231235959Z"))
    )
    assert certificado.desde == datetime(1950, 1, 1, tzinfo=UTC)
    assert certificado.hasta == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert leer_certificado(taller.cer(hasta=tlv(0x17, b"491231235959Z"))).hasta.year == 2049


@pytest.mark.parametrize(
    "cambiar", [lambda pem: pem, lambda pem: b"\n\n" + pem, lambda pem: pem.replace(b"\r", b"")]
)
def test_acepta_pem_con_un_bloque(taller: Any, cambiar: Callable[[bytes], bytes]) -> None:
    pem = cambiar(PEM % base64.encodebytes(taller.fiel))
    assert leer_certificado(pem).der == taller.fiel


@pytest.mark.parametrize(
    "nombre_hostil", ["<script>alert(1)</script>", "{{ 7*7 }}", "=HYPERLINK(1)", "../../etc", "A|B"]
)
def test_un_nombre_hostil_pero_legible_queda_como_esta(taller: Any, nombre_hostil: str) -> None:
    """Escaping belongs to whoever shows it: page, PDF, CSV, cadena original."""
    cer = taller.cer(sujeto=sujeto(atributo(NOMBRE, nombre_hostil, UTF8)))
    assert leer_certificado(cer).titular == nombre_hostil


@pytest.mark.parametrize(
    ("etiqueta", "octetos"),
    [
        (0x0C, "ÑANDÚ & PEÑA".encode()),
        (0x0C, b"N\xcc\x83ANDU\xcc\x81 & PEN\xcc\x83A"),
        (0x14, "ÑANDÚ & PEÑA".encode("latin-1")),
        (0x13, "ÑANDÚ & PEÑA".encode("latin-1")),
        (0x14, "ÑANDÚ & PEÑA".encode()),
        (0x13, "ÑANDÚ & PEÑA".encode()),
        (0x16, "ÑANDÚ & PEÑA".encode()),
        (0x1E, "ÑANDÚ & PEÑA".encode("utf-16-be")),
        (0x1C, "ÑANDÚ & PEÑA".encode("utf-32-be")),
    ],
)
def test_todas_las_codificaciones_dan_el_mismo_nombre(taller: Any, etiqueta: int, octetos: bytes) -> None:
    tipo = bytes.fromhex("0603550429")
    rdn = tlv(0x31, tlv(0x30, tipo, tlv(etiqueta, octetos)))
    assert leer_certificado(taller.cer(sujeto=sujeto(rdn))).titular == "ÑANDÚ & PEÑA"


def test_prefiere_name_que_no_se_corta_en_64_y_se_conforma_con_cn(taller: Any) -> None:
    largo = "COMERCIALIZADORA " * 10
    completo = sujeto(atributo("2.5.4.3", largo[:64]), atributo(NOMBRE, largo))
    assert leer_certificado(taller.cer(sujeto=completo)).titular == largo.strip()
    assert leer_certificado(taller.cer(sujeto=sujeto(atributo("2.5.4.3", "ELENA")))).titular == "ELENA"


@pytest.mark.parametrize("curp", ["", "XX", "MULE840312MJCSCL0"])
def test_una_curp_que_no_lo_es_se_lee_como_ninguna(taller: Any, curp: str) -> None:
    cer = taller.cer(sujeto=sujeto(atributo(NOMBRE, "ELENA"), atributo(CURP, curp)))
    assert leer_certificado(cer).curp == ""


def test_el_numero_se_lee_tambien_de_una_autoridad(taller: Any) -> None:
    assert len(numero_de_certificado(taller.ancla)) == 20


def test_lee_lo_mismo_que_asn1crypto_con_el_parche(taller: Any) -> None:
    for titular in (taller.fisica, taller.moral):
        cer = taller.cer(sujeto=titular)
        ajeno, propio = x509.Certificate.load(cer), leer_certificado(cer)
        partes = [parte.strip() for parte in ajeno.subject.native["unique_identifier"].split("/")]
        assert partes == [rfc for rfc in (propio.rfc, propio.representante_rfc) if rfc]
        assert ajeno.subject.native["name"] == propio.titular
        assert (ajeno.not_valid_before, ajeno.not_valid_after) == (propio.desde, propio.hasta)
        assert ajeno.serial_number == int.from_bytes(propio.numero.encode())
        assert ajeno.issuer.dump() == propio.emisor


def test_el_perfil_dura_lo_que_en_el_sat(taller: Any) -> None:
    par = emision.emitir_persona(taller.ac, titular=taller.fisica, desde=taller.ahora, contrasena="x")
    certificado = leer_certificado(par.cer)
    assert certificado.hasta - certificado.desde == timedelta(days=1460)


def test_leido_dos_veces_es_igual_y_su_repr_no_lleva_los_octetos(taller: Any) -> None:
    uno, otro = leer_certificado(taller.fiel), leer_certificado(taller.fiel)
    assert uno == otro
    for campo in ("der=", "emisor=", "llave_publica=", "openssl="):
        assert campo not in repr(uno)


def test_un_nombre_de_255_letras_cabe(taller: Any) -> None:
    assert leer_certificado(taller.cer(sujeto=sujeto(atributo(NOMBRE, "A" * 255)))).titular == "A" * 255
