"""REVOCADO by one source refuses whoever enters and whoever signs, whatever the other source and the policy say."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone
from pytest_django import Settings

from buzon.confianza import revocacion
from buzon.confianza.services import CertificadoValidado, validar_certificado, validar_para_firmar
from buzon.demo.personas import Persona
from buzon.efirma.certificado import Certificado
from buzon.efirma.errores import CertificadoRevocado
from buzon.efirma.revocacion import ConsultaRevocacion, EstadoRevocacion

Fuente = Callable[..., ConsultaRevocacion]
VIGENTE, REVOCADO, SIN_FUENTE = EstadoRevocacion


def _dice(estado: EstadoRevocacion, fuente: str) -> Fuente:
    def consultar(*_: object, **__: object) -> ConsultaRevocacion:
        return ConsultaRevocacion(estado, fuente)

    return consultar


def _falla(certificado: Certificado, emisor: bytes, en: datetime) -> ConsultaRevocacion:
    raise AssertionError("no hacía falta preguntarle")


@pytest.mark.parametrize("politica", ["rechazar", "advertir"])
@pytest.mark.parametrize("validar", [validar_certificado, validar_para_firmar])
@pytest.mark.parametrize("por_ocsp", [None, VIGENTE, SIN_FUENTE])
def test_lo_dice_la_lista(
    elegir: Callable[..., Persona],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    politica: str,
    validar: Callable[..., CertificadoValidado],
    por_ocsp: EstadoRevocacion | None,
) -> None:
    settings.EFIRMA_SIN_REVOCACION = politica
    settings.EFIRMA_OCSP_URL = "" if por_ocsp is None else "http://127.0.0.1:9"
    monkeypatch.setattr(revocacion, "_por_ocsp", _dice(por_ocsp, "OCSP") if por_ocsp else _falla)
    monkeypatch.setattr(revocacion, "_por_crl", _dice(REVOCADO, "CRL"))
    with pytest.raises(CertificadoRevocado, match="CRL"):
        validar(elegir().cer.read_bytes(), en=timezone.now())


@pytest.mark.parametrize("validar", [validar_certificado, validar_para_firmar])
def test_lo_dice_ocsp_y_ya_no_se_pregunta_mas(
    elegir: Callable[..., Persona],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    validar: Callable[..., CertificadoValidado],
) -> None:
    settings.EFIRMA_OCSP_URL = "http://127.0.0.1:9"
    monkeypatch.setattr(revocacion, "_por_ocsp", _dice(REVOCADO, "OCSP"))
    monkeypatch.setattr(revocacion, "_por_crl", _falla)
    with pytest.raises(CertificadoRevocado, match="OCSP"):
        validar(elegir().cer.read_bytes(), en=timezone.now())


def test_la_persona_revocada_de_demostracion(elegir: Callable[..., Persona]) -> None:
    """By the list on the disk, as its authority issued it."""
    for validar in (validar_certificado, validar_para_firmar):
        with pytest.raises(CertificadoRevocado):
            validar(elegir(situacion="revocada").cer.read_bytes(), en=timezone.now())
