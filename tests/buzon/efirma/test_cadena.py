"""Path to an anchor at an instant: homonyms, dates of the authority, what an anchor may be."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from buzon.demo import emision
from buzon.demo.emision import Emisor, extension
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


def test_el_instante_no_queda_de_una_verificacion_a_otra(taller: Any) -> None:
    certificado = leer_certificado(taller.fiel)
    for _ in range(2):
        assert validar_cadena(certificado, anclas=[taller.ancla], en=taller.ahora)
        with pytest.raises(CertificadoVencido):
            validar_cadena(certificado, anclas=[taller.ancla], en=certificado.hasta + UN_SEGUNDO)
        with pytest.raises(CertificadoAunNoVigente):
            validar_cadena(certificado, anclas=[taller.ancla], en=certificado.desde - UN_SEGUNDO)


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
