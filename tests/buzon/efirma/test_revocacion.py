"""Revocation by CRL: whose list, of when, and what it says."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA224, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from buzon.demo.emision import Emisor, extension, nueva_llave
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.revocacion import ConsultaRevocacion, EstadoRevocacion, consultar_crls

VIGENTE, REVOCADO, SIN_FUENTE = EstadoRevocacion
SEMANA = timedelta(days=7)


def crl(
    taller: Any,
    *,
    revocados: tuple[str, ...] = (),
    llave: RSAPrivateKey | None = None,
    nombre: str = "AC DE PRUEBAS",
    desde: datetime | None = None,
    extensiones: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    resumen: Any = None,
    codificacion: Encoding = Encoding.DER,
) -> bytes:
    desde = desde or taller.ahora - timedelta(days=1)
    emisor = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, nombre)])
    lista = x509.CertificateRevocationListBuilder(emisor, desde, desde + SEMANA)
    for valor, critica in extensiones:
        lista = lista.add_extension(valor, critica)
    for numero in revocados:
        serie = int.from_bytes(numero.encode())
        lista = lista.add_revoked_certificate(x509.RevokedCertificateBuilder(serie, desde).build())
    return lista.sign(llave or taller.ac.llave, resumen or SHA256()).public_bytes(codificacion)


def consultar(
    taller: Any, *crls: bytes, emisor: bytes | None = None, en: datetime | None = None
) -> ConsultaRevocacion:
    certificado = leer_certificado(taller.fiel)
    return consultar_crls(certificado, emisor=emisor or taller.ancla, crls=crls, en=en or taller.ahora)


def numero(taller: Any) -> str:
    return leer_certificado(taller.fiel).numero


def test_sin_listas_no_hay_fuente(taller: Any) -> None:
    assert consultar(taller) == ConsultaRevocacion(SIN_FUENTE, fuente="", sha256="")


@pytest.mark.parametrize("codificacion", [Encoding.DER, Encoding.PEM])
def test_una_lista_que_no_lo_nombra_dice_vigente_con_evidencia(taller: Any, codificacion: Encoding) -> None:
    lista = crl(taller, revocados=("30001000000900000001",), codificacion=codificacion)
    assert consultar(taller, lista) == ConsultaRevocacion(VIGENTE, "CRL", sha256(lista).hexdigest())


def test_una_lista_que_lo_nombra_dice_revocado(taller: Any) -> None:
    lista = crl(taller, revocados=("30001000000900000001", numero(taller)))
    assert consultar(taller, lista) == ConsultaRevocacion(REVOCADO, "CRL", sha256(lista).hexdigest())


def test_entre_varias_decide_la_mas_nueva(taller: Any) -> None:
    vieja, nueva = (
        crl(taller, desde=taller.ahora - 2 * timedelta(days=1)),
        crl(taller, revocados=(numero(taller),)),
    )
    assert consultar(taller, vieja, nueva).estado is REVOCADO
    assert consultar(taller, nueva, vieja).estado is REVOCADO
    assert consultar(taller, vieja).estado is VIGENTE


def test_vale_entre_sus_dos_fechas_inclusive(taller: Any) -> None:
    lista = crl(taller, desde=taller.ahora)
    un_segundo = timedelta(seconds=1)
    assert consultar(taller, lista, en=taller.ahora).estado is VIGENTE
    assert consultar(taller, lista, en=taller.ahora + SEMANA).estado is VIGENTE
    assert consultar(taller, lista, en=taller.ahora - un_segundo).estado is SIN_FUENTE
    assert consultar(taller, lista, en=taller.ahora + SEMANA + un_segundo).estado is SIN_FUENTE


def test_solo_cuenta_la_lista_firmada_por_el_emisor(taller: Any) -> None:
    revocados = (numero(taller),)
    for ajena in (
        crl(taller, revocados=revocados, llave=taller.llave),
        crl(taller, revocados=revocados, nombre="OTRA AC"),
        crl(taller, revocados=revocados, llave=taller.llave, nombre="OTRA AC"),
    ):
        assert consultar(taller, ajena).estado is SIN_FUENTE
        assert consultar(taller, ajena, crl(taller)).estado is VIGENTE


def test_una_homonima_no_revoca_lo_de_otra(taller: Any) -> None:
    homonima = Emisor(taller.ac.nombre, nueva_llave())
    lista = crl(taller, revocados=(numero(taller),), llave=homonima.llave)
    assert consultar(taller, lista, emisor=taller.certificar_ac(homonima)).estado is REVOCADO
    assert consultar(taller, lista, emisor=taller.ancla).estado is SIN_FUENTE


def test_el_emisor_debe_poder_firmar_listas(taller: Any) -> None:
    sin_permiso = taller.certificar_ac(
        taller.ac,
        extensiones=(
            extension("2.5.29.19", "30030101ff", critica=True),
            extension("2.5.29.15", "03020284", critica=True),
        ),
    )
    assert consultar(taller, crl(taller), emisor=sin_permiso).estado is SIN_FUENTE


def test_no_cuentan_las_listas_parciales(taller: Any) -> None:
    delta = x509.DeltaCRLIndicator(1)
    parcial = x509.IssuingDistributionPoint(None, None, True, False, None, False, False)
    for valor in (delta, parcial):
        assert consultar(taller, crl(taller, extensiones=((valor, True),))).estado is SIN_FUENTE
    assert consultar(taller, crl(taller, extensiones=((x509.CRLNumber(7), False),))).estado is VIGENTE


def test_no_cuentan_las_firmadas_con_un_resumen_debil(taller: Any) -> None:
    assert consultar(taller, crl(taller, resumen=SHA224())).estado is SIN_FUENTE


@pytest.mark.parametrize(
    "basura", [b"", b"LEEME", b"-----BEGIN X509 CRL-----\nAA\n-----END X509 CRL-----\n", bytes(99)]
)
def test_lo_ilegible_es_como_si_no_estuviera(taller: Any, basura: bytes) -> None:
    assert consultar(taller, basura).estado is SIN_FUENTE
    assert consultar(taller, basura, crl(taller)).estado is VIGENTE


@given(posicion=st.integers(0, 400), octeto=st.integers(0, 255))
def test_una_lista_alterada_nunca_dice_nada(taller: Any, posicion: int, octeto: int) -> None:
    lista = bytearray(crl(taller, revocados=(numero(taller),)))
    posicion %= len(lista)
    if lista[posicion] != octeto:
        lista[posicion] = octeto
        assert consultar(taller, bytes(lista)).estado is SIN_FUENTE


def test_una_autoridad_sin_usos_escritos_tambien_firma_listas(taller: Any) -> None:
    """RFC 5280 §4.2.1.3: without keyUsage nothing is forbidden."""
    ancla = taller.certificar_ac(taller.ac, extensiones=(extension("2.5.29.19", "30030101ff", critica=True),))
    assert consultar(taller, crl(taller), emisor=ancla).estado is VIGENTE


def test_lo_conocido_puede_ser_critico_y_lo_que_no_lo_es_puede_ser_cualquiera(taller: Any) -> None:
    ajena = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\5\0")
    for valor, critica, estado in (
        (x509.CRLNumber(7), True, VIGENTE),
        (ajena, False, VIGENTE),
        (ajena, True, SIN_FUENTE),
    ):
        assert consultar(taller, crl(taller, extensiones=((valor, critica),))).estado is estado


def test_la_respuesta_no_sale_en_el_repr() -> None:
    assert "respuesta" not in repr(ConsultaRevocacion(VIGENTE, respuesta=b"octetos"))
