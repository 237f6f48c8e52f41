"""Path to an anchor at an instant: homonyms, dates of the authority, what an anchor may be."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from buzon.demo import emision
from buzon.demo.emision import Emisor, atributo, extension, identificador, nombre, tlv
from buzon.efirma.cadena import leer_ancla, validar_cadena
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.errores import (
    CertificadoAunNoVigente,
    CertificadoIlegible,
    CertificadoNoConfiable,
    CertificadoVencido,
)

ANO = timedelta(days=365)
UN_SEGUNDO = timedelta(seconds=1)


@dataclass
class Homonima:
    """Another authority with the very DN of the workshop's: as «AC UAT», which the SAT made twice."""

    emisor: Emisor
    ancla: bytes


@pytest.fixture(scope="module")
def homonima(taller: Any) -> Homonima:
    emisor = Emisor(taller.ac.nombre, emision.nueva_llave())
    return Homonima(emisor, taller.certificar_ac(emisor))


def test_devuelve_la_hoja_y_su_emisor(taller: Any) -> None:
    certificado = leer_certificado(taller.fiel)
    assert validar_cadena(certificado, anclas=[taller.ancla], en=taller.ahora) == (taller.fiel, taller.ancla)


@pytest.mark.parametrize("al_reves", [False, True])
def test_prueba_cada_autoridad_homonima(taller: Any, homonima: Homonima, al_reves: bool) -> None:
    anclas = [homonima.ancla, taller.ancla][:: -1 if al_reves else 1]
    for cer, ancla in ((taller.fiel, taller.ancla), (taller.cer(emisor=homonima.emisor), homonima.ancla)):
        assert validar_cadena(leer_certificado(cer), anclas=anclas, en=taller.ahora) == (cer, ancla)


def test_dos_homonimas_con_el_mismo_identificador_de_llave(taller: Any, homonima: Homonima) -> None:
    """A copied subjectKeyIdentifier proves nothing: the signature does."""
    copiado = extension("2.5.29.14", tlv(0x04, identificador(taller.ac.llave.public_key())).hex())
    otras = emision.extensiones_de_autoridad(homonima.emisor.llave.public_key())[1:]
    gemela = taller.certificar_ac(homonima.emisor, extensiones=(copiado, *otras))
    certificado = leer_certificado(taller.fiel)
    assert validar_cadena(certificado, anclas=[gemela, taller.ancla], en=taller.ahora)[1] == taller.ancla
    with pytest.raises(CertificadoNoConfiable):
        validar_cadena(certificado, anclas=[gemela], en=taller.ahora)


def test_el_instante_no_queda_de_una_verificacion_a_otra(taller: Any) -> None:
    certificado = leer_certificado(taller.fiel)
    for _ in range(2):
        assert validar_cadena(certificado, anclas=[taller.ancla], en=taller.ahora)
        with pytest.raises(CertificadoVencido):
            validar_cadena(certificado, anclas=[taller.ancla], en=certificado.hasta + UN_SEGUNDO)
        with pytest.raises(CertificadoAunNoVigente):
            validar_cadena(certificado, anclas=[taller.ancla], en=certificado.desde - UN_SEGUNDO)


def test_el_ultimo_segundo_es_el_mismo_en_cualquier_zona(taller: Any) -> None:
    """Dates are compared as instants: six hours of Mexico City make nobody expire sooner or later."""
    certificado = leer_certificado(taller.fiel)
    en_mexico = certificado.hasta.astimezone(ZoneInfo("America/Mexico_City"))
    assert en_mexico.hour != certificado.hasta.hour
    assert validar_cadena(certificado, anclas=[taller.ancla], en=en_mexico)
    with pytest.raises(CertificadoVencido):
        validar_cadena(certificado, anclas=[taller.ancla], en=en_mexico + UN_SEGUNDO)


def test_una_autoridad_que_vencio_despues_sigue_probando_lo_de_antes(taller: Any) -> None:
    ancla = taller.certificar_ac(taller.ac, hasta=taller.ahora + ANO)
    certificado = leer_certificado(taller.fiel)
    assert validar_cadena(certificado, anclas=[ancla], en=taller.ahora + ANO)
    with pytest.raises(CertificadoNoConfiable):
        validar_cadena(certificado, anclas=[ancla], en=taller.ahora + ANO + UN_SEGUNDO)
    with pytest.raises(CertificadoVencido):
        validar_cadena(certificado, anclas=[ancla], en=certificado.hasta + UN_SEGUNDO)


def test_una_autoridad_renovada_con_la_misma_llave_basta(taller: Any) -> None:
    vencida = taller.certificar_ac(taller.ac, hasta=taller.ahora - ANO)
    assert (
        validar_cadena(leer_certificado(taller.fiel), anclas=[vencida, taller.ancla], en=taller.ahora)[1]
        == taller.ancla
    )


def test_una_intermedia_es_ancla_sin_su_raiz(taller: Any) -> None:
    raiz = Emisor(emision.nombre(emision.atributo("2.5.4.3", "RAIZ")), taller.llave)
    intermedia = taller.certificar_ac(taller.ac, por=raiz)
    assert (
        validar_cadena(leer_certificado(taller.fiel), anclas=[intermedia], en=taller.ahora)[1] == intermedia
    )


def test_un_ancla_firmada_con_sha1_vale_porque_es_ancla(taller: Any) -> None:
    sha256, sha1 = (bytes.fromhex(f"300d06092a864886f70d0101{ultimo}0500") for ultimo in ("0b", "05"))
    ancla = taller.ancla.replace(sha256, sha1)
    assert validar_cadena(leer_certificado(taller.fiel), anclas=[ancla], en=taller.ahora)[1] == ancla


@pytest.mark.parametrize(
    "extensiones",
    [
        emision.EXTENSIONES_DE_FIEL,
        emision.EXTENSIONES_DE_CSD,
        (
            extension("2.5.29.19", "30030101ff", critica=True),
            extension("2.5.29.15", "03020780", critica=True),
        ),
    ],
    ids=["una FIEL", "un CSD", "una autoridad que no firma certificados"],
)
def test_lo_que_no_es_autoridad_no_emite_aunque_este_entre_las_anclas(
    taller: Any, extensiones: tuple[bytes, ...]
) -> None:
    falsa = taller.certificar_ac(taller.ac, extensiones=extensiones)
    with pytest.raises(CertificadoNoConfiable):
        validar_cadena(leer_certificado(taller.fiel), anclas=[falsa], en=taller.ahora)


def restringida_a(sujetos: bytes) -> bytes:
    """NameConstraints: subjects that begin with those RDNs and no others."""
    permitidos = tlv(0xA0, tlv(0x30, tlv(0xA4, sujetos)))
    return extension("2.5.29.30", tlv(0x30, permitidos).hex(), critica=True)


@pytest.mark.parametrize(
    ("agregada", "vale"),
    [
        (restringida_a(nombre(atributo("2.5.4.3", "BEGOÑA ÑAÑEZ MUÑOZ"))), True),
        (restringida_a(nombre(atributo("2.5.4.3", "OTRA PERSONA"))), False),
        (extension("1.2.3.4.5", "0500"), True),
        (extension("1.2.3.4.5", "0500", critica=True), False),
    ],
    ids=["nombre permitido", "nombre prohibido", "desconocida", "desconocida y crítica"],
)
def test_lo_que_la_autoridad_se_restringe_se_cumple(taller: Any, agregada: bytes, vale: bool) -> None:
    propias = emision.extensiones_de_autoridad(taller.ac.llave.public_key())
    ancla = taller.certificar_ac(taller.ac, extensiones=(*propias, agregada))
    certificado = leer_certificado(taller.fiel)
    if vale:
        assert validar_cadena(certificado, anclas=[ancla], en=taller.ahora)
    else:
        with pytest.raises(CertificadoNoConfiable):
            validar_cadena(certificado, anclas=[ancla], en=taller.ahora)


def test_dos_autoridades_que_se_certifican_entre_si(taller: Any) -> None:
    """A path has one step, so that no circle of authorities is walked."""
    otra = Emisor(nombre(atributo("2.5.4.3", "OTRA AC")), taller.llave)
    circulo = [taller.certificar_ac(taller.ac, por=otra), taller.certificar_ac(otra, por=taller.ac)]
    certificado = leer_certificado(taller.fiel)
    assert validar_cadena(certificado, anclas=circulo, en=taller.ahora) == (taller.fiel, circulo[0])
    with pytest.raises(CertificadoNoConfiable):
        validar_cadena(certificado, anclas=circulo[1:], en=taller.ahora)


def test_lo_ilegible_entre_las_anclas_no_estorba_ni_da_confianza(taller: Any) -> None:
    basura = [b"", b"LEEME", taller.ancla + b"\0", b"\x30\x80\0\0"]
    certificado = leer_certificado(taller.fiel)
    assert validar_cadena(certificado, anclas=[*basura, taller.ancla], en=taller.ahora)
    with pytest.raises(CertificadoNoConfiable):
        validar_cadena(certificado, anclas=basura, en=taller.ahora)
    with pytest.raises(CertificadoIlegible):
        leer_ancla(b"LEEME")


def test_cincuenta_candidatas_se_prueban_y_la_buena_gana(taller: Any, homonima: Homonima) -> None:
    falsas = [taller.certificar_ac(homonima.emisor) for _ in range(50)]
    assert validar_cadena(leer_certificado(taller.fiel), anclas=[*falsas, taller.ancla], en=taller.ahora)


def test_un_instante_sin_zona_es_un_error_del_programa(taller: Any) -> None:
    with pytest.raises(TypeError):
        validar_cadena(
            leer_certificado(taller.fiel), anclas=[taller.ancla], en=taller.ahora.replace(tzinfo=None)
        )
