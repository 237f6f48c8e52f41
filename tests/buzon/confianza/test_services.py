"""Joining rules and sources: what each policy accepts, and that files are read again when they change."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.x509 import load_der_x509_certificate
from django.utils import timezone
from pytest_django import Settings

from buzon.confianza.services import validar_certificado, validar_para_firmar
from buzon.demo import autoridad
from buzon.demo.personas import Persona
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.errores import (
    CertificadoNoConfiable,
    CertificadoRevocado,
    CertificadoVencido,
    RevocacionNoDisponible,
)


@pytest.fixture
def cer(elegir: Callable[..., Persona]) -> bytes:
    return elegir().cer.read_bytes()


def test_con_crl_dice_que_se_consulto(cer: bytes) -> None:
    validado = validar_para_firmar(cer, en=timezone.now())
    assert validado.revocacion_consultada
    assert validado.evidencia["estado"] == "VIGENTE"
    assert len(validado.evidencia["sha256"]) == 64


def test_sin_fuente_entra_marcado_y_no_firma(cer: bytes, settings: Settings) -> None:
    settings.EFIRMA_CRLS = []
    assert validar_certificado(cer, en=timezone.now()).evidencia["estado"] == "SIN_FUENTE"
    with pytest.raises(RevocacionNoDisponible):
        validar_para_firmar(cer, en=timezone.now())


def test_advertir_deja_firmar_y_lo_dice(cer: bytes, settings: Settings) -> None:
    settings.EFIRMA_CRLS, settings.EFIRMA_SIN_REVOCACION = [], "advertir"
    assert not validar_para_firmar(cer, en=timezone.now()).revocacion_consultada


def test_una_crl_nueva_se_lee_sin_reiniciar(cer: bytes, settings: Settings, tmp_path: Path) -> None:
    copia = tmp_path / "demo"
    shutil.copytree(settings.BUZON_DATOS / "demo", copia)
    settings.EFIRMA_CRLS = [copia / "crls"]
    numero = validar_para_firmar(cer, en=timezone.now()).certificado.numero
    autoridad.revocar(copia, numero, ahora=timezone.now())
    autoridad.emitir_crl(copia, ahora=timezone.now())
    with pytest.raises(CertificadoRevocado):
        validar_para_firmar(cer, en=timezone.now())


def test_el_instante_es_el_de_la_firma_y_no_el_del_reloj(elegir: Callable[..., Persona]) -> None:
    """An old signature is judged on its day: in force then, and by a CRL of that day, not of today."""
    cer = elegir(situacion="vencida").cer.read_bytes()
    ultimo = leer_certificado(cer).hasta
    validado = validar_certificado(cer, en=ultimo)
    assert (validado.validado_en, validado.revocacion_consultada) == (ultimo, False)
    for tarde in (ultimo + timedelta(seconds=1), timezone.now()):
        with pytest.raises(CertificadoVencido):
            validar_certificado(cer, en=tarde)


def test_sin_anclas_nadie_es_de_confianza(cer: bytes, settings: Settings, tmp_path: Path) -> None:
    settings.EFIRMA_ANCLAS = [tmp_path, tmp_path / "no-existe"]
    with pytest.raises(CertificadoNoConfiable):
        validar_certificado(cer, en=timezone.now())


def test_guarda_la_autoridad_que_lo_emitio_y_no_mas(cer: bytes) -> None:
    [emisor] = validar_certificado(cer, en=timezone.now()).emisores
    load_der_x509_certificate(cer).verify_directly_issued_by(load_der_x509_certificate(emisor))


def test_lo_oculto_y_las_carpetas_no_son_anclas(cer: bytes, settings: Settings, tmp_path: Path) -> None:
    """What an editor or a copy in progress leaves there is trusted by nobody."""
    ancla = next(
        ruta for carpeta in settings.EFIRMA_ANCLAS for ruta in Path(carpeta).glob("*") if ruta.is_file()
    )
    shutil.copy(ancla, tmp_path / f".{ancla.name}")
    (tmp_path / "carpeta").mkdir()
    settings.EFIRMA_ANCLAS = [tmp_path]
    with pytest.raises(CertificadoNoConfiable):
        validar_certificado(cer, en=timezone.now())
