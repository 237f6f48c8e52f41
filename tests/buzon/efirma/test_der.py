"""The edges of the DER reader: what is refused here would be refused further on as well, for other reasons."""

import base64

import pytest

from buzon.demo.emision import tlv
from buzon.efirma.der import Elemento, extraer_der, leer_der
from buzon.efirma.errores import CertificadoIlegible


def anidado(veces: int) -> bytes:
    datos = b""
    for _ in range(veces):
        datos = tlv(0x30, datos)
    return datos


def test_lee_el_elemento_y_sus_hijos() -> None:
    der = bytes.fromhex("3007 020105 a102 0500")
    nulo = Elemento(0x05, b"\5\0", b"", ())
    interior = (
        Elemento(0x02, bytes.fromhex("020105"), b"\5", ()),
        Elemento(0xA1, bytes.fromhex("a1020500"), b"\5\0", (nulo,)),
    )
    assert leer_der(der) == Elemento(0x30, der, der[2:], interior)


@pytest.mark.parametrize(
    ("cabeza", "largo"),
    [
        ("0400", 0),
        ("047f", 0x7F),
        ("048180", 0x80),
        ("0481ff", 0xFF),
        ("04820100", 0x100),
        ("0482ffff", 0xFFFF),
    ],
)
def test_la_longitud_minima_se_lee(cabeza: str, largo: int) -> None:
    assert leer_der(bytes.fromhex(cabeza) + bytes(largo)).contenido == bytes(largo)


@pytest.mark.parametrize(
    ("cabeza", "largo"),
    [
        ("0480", 0),
        ("0480", 0x80),
        ("048100", 0),
        ("04817f", 0x7F),
        ("04820000", 0),
        ("04820001", 1),
        ("048200ff", 0xFF),
        ("0483010000", 0x10000),
        ("0483000100", 0x100),
    ],
)
def test_la_que_no_es_minima_o_pasa_de_dos_octetos_no(cabeza: str, largo: int) -> None:
    with pytest.raises(CertificadoIlegible):
        leer_der(bytes.fromhex(cabeza) + bytes(largo))


@pytest.mark.parametrize(
    "der",
    [
        "",
        "30",
        "04",
        "0481",
        "048201",
        "0402ff",
        "04820100ff",
        "3003 0402ff",
        "3002 04",
        "3001 04",
        "0400 0400",
    ],
)
def test_ni_falta_ni_sobra(der: str) -> None:
    with pytest.raises(CertificadoIlegible):
        leer_der(bytes.fromhex(der))


def test_dieciseis_niveles_y_no_mas() -> None:
    assert leer_der(anidado(16)).etiqueta == 0x30
    with pytest.raises(CertificadoIlegible):
        leer_der(anidado(17))


def test_las_etiquetas_de_un_octeto_y_solo_secuencias_y_conjuntos_construidos() -> None:
    admitidas = {
        numero + clase + forma
        for clase in (0x00, 0x40, 0x80, 0xC0)
        for forma in (0x00, 0x20)
        for numero in range(31)
        if clase or (numero in (16, 17)) == (forma == 0x20)
    }
    for etiqueta in range(256):
        if etiqueta in admitidas:
            assert leer_der(bytes([etiqueta, 0])).etiqueta == etiqueta
        else:
            with pytest.raises(CertificadoIlegible):
                leer_der(bytes([etiqueta, 0]))


def test_ocho_kilobytes_y_ni_uno_mas() -> None:
    assert extraer_der(bytes(8192)) == bytes(8192)
    with pytest.raises(CertificadoIlegible):
        extraer_der(bytes(8193))


def test_el_pem_se_abre_con_sus_dos_cabos() -> None:
    der = bytes(range(90))
    pem = b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"
    assert extraer_der(b"\n " + pem) == der
    for malo in (pem.strip()[:-1], pem.replace(b"\nAAEC", b"\n*AEC"), pem * 2):
        with pytest.raises(CertificadoIlegible):
            extraer_der(malo)
