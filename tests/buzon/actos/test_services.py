"""What is prepared, what each try costs, and that it is recorded once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils import timezone
from pytest_django import Settings

from buzon.actos.errores import ActoUsado, ActoVencido, CertificadoDistinto, RfcDistinto
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.actos.services import FirmaComprobada, comprobar, registrar, ya_firmado
from buzon.demo.personas import Persona
from buzon.efirma.errores import FirmaInvalida
from tests.buzon.actos.preparados import HUELLA, acto, firmante_de
from tests.personas import Dentro


@pytest.fixture
def quien(elegir: Callable[..., Persona]) -> Dentro:
    return Dentro(elegir())


@pytest.fixture
def suyo(db: None, quien: Dentro) -> ActoPreparado:
    return acto(timezone.now(), firmante=firmante_de(quien))


def firma_de(quien: Dentro, uno: ActoPreparado) -> bytes:
    return quien.llave.sign(uno.cadena.encode(), PKCS1v15(), SHA256())


def comprobado(quien: Dentro, uno: ActoPreparado) -> FirmaComprobada:
    cer = quien.persona.cer.read_bytes()
    return comprobar(uno, certificado=cer, firma=firma_de(quien, uno), ahora=timezone.now())


@pytest.mark.django_db
def test_se_guarda_lo_que_se_va_a_mostrar(ahora: datetime, settings: Settings) -> None:
    settings.URL_PUBLICA = "https://buzon.example"
    uno, otro = (acto(ahora, precedente="9" * 23, escrito="Mi texto", plazo_dias=10) for _ in range(2))
    uno.refresh_from_db()
    assert uno.vence_en == ahora + timedelta(minutes=20)
    assert (uno.creado_en, uno.intentos) == (ahora, 0)
    assert (uno.tramite, uno.rfc, uno.representante_rfc) == (
        "autorizacion32d.cancelar",
        "EKU9003173C9",
        "VADA800927DJ3",
    )
    assert uno.certificado_sha256 == HUELLA
    assert (uno.titulo, uno.apartado) == ("Acuse de cancelación", "Cobranza")
    assert uno.manifestacion == "Cancelo la autorización"
    assert uno.campos == [["Folio que se cancela", "1" * 23]]
    assert (uno.precedente, uno.escrito, uno.plazo_dias) == ("9" * 23, "Mi texto", 10)
    assert uno.cadena.startswith("||1.0|FIRMA|https://buzon.example|Cancelacion")
    assert f"|Folio:{uno.folio}|" in uno.cadena
    assert uno.cadena.endswith(f"|Reto:{uno.nonce}||")
    assert len(uno.nonce) == 43
    assert (uno.nonce, uno.folio) != (otro.nonce, otro.folio)


def test_lo_bien_firmado_se_comprueba_sin_gastar_intentos(quien: Dentro, suyo: ActoPreparado) -> None:
    comprobada = comprobado(quien, suyo)
    assert comprobada.firma == firma_de(quien, suyo)
    assert comprobada.validado.certificado.rfc == quien.persona.rfc
    suyo.refresh_from_db()
    assert suyo.intentos == 0


def test_cada_negativa_gasta_un_intento(
    quien: Dentro, suyo: ActoPreparado, elegir: Callable[..., Persona]
) -> None:
    """Its own certificate with a bad signature; another taxpayer's; one's own, but not the one that the text names."""
    cer, otro = quien.persona.cer.read_bytes(), elegir(persona="fisica").cer.read_bytes()
    if otro == cer:
        otro = elegir(persona="moral").cer.read_bytes()
    firma = firma_de(quien, suyo)
    casos = [(cer, bytes(len(firma)), FirmaInvalida), (otro, firma, RfcDistinto)]
    for gastados, (certificado, firma_dada, rechazo) in enumerate(casos, start=1):
        with pytest.raises(rechazo):
            comprobar(suyo, certificado=certificado, firma=firma_dada, ahora=timezone.now())
        suyo.refresh_from_db()
        assert suyo.intentos == gastados
    suyo.certificado_sha256 = HUELLA
    with pytest.raises(CertificadoDistinto):
        comprobar(suyo, certificado=cer, firma=firma, ahora=timezone.now())
    suyo.refresh_from_db()
    assert suyo.intentos == 3


def test_lo_que_ya_no_se_firma_no_gasta_intentos(quien: Dentro, suyo: ActoPreparado) -> None:
    suyo.vence_en = suyo.creado_en
    with pytest.raises(ActoVencido):
        comprobado(quien, suyo)
    suyo.refresh_from_db()
    assert suyo.intentos == 0


def test_se_asienta_una_vez_con_su_evidencia(quien: Dentro, suyo: ActoPreparado) -> None:
    comprobada, ahora = comprobado(quien, suyo), timezone.now()
    assert ya_firmado(suyo, firma=comprobada.firma) is None
    firmado, nuevo = registrar(suyo, comprobada=comprobada, ahora=ahora)
    assert nuevo
    assert registrar(suyo, comprobada=comprobada, ahora=ahora) == (firmado, False)
    firmado = ActoFirmado.objects.get()
    assert bytes(firmado.firma) == comprobada.firma
    assert bytes(firmado.certificado) == quien.persona.cer.read_bytes()
    assert [bytes(der) for der in firmado.emisores] == list(comprobada.validado.emisores)
    assert firmado.revocacion == comprobada.validado.evidencia
    for campo in ("folio", "tramite", "rfc", "nombre", "representante_rfc", "cadena", "certificado_sha256"):
        assert getattr(firmado, campo) == getattr(suyo, campo)
    certificado = comprobada.validado.certificado
    assert firmado.firmado_en == ahora
    assert firmado.certificado_numero == certificado.numero
    assert (firmado.certificado_desde, firmado.certificado_hasta) == (certificado.desde, certificado.hasta)


def test_otra_firma_llega_tarde(quien: Dentro, suyo: ActoPreparado) -> None:
    comprobada = comprobado(quien, suyo)
    registrar(suyo, comprobada=comprobada, ahora=timezone.now())
    otra = FirmaComprobada(b"otra", comprobada.validado)
    with pytest.raises(ActoUsado):
        registrar(suyo, comprobada=otra, ahora=timezone.now())
    assert ActoFirmado.objects.count() == 1
