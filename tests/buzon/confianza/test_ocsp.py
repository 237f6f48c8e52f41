"""What the portal does with a responder: openssl's own where there is one, and every way in which it can fail."""

import base64
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from buzon.actos.models import ActoFirmado
from buzon.confianza import fuentes, responder, revocacion
from buzon.confianza.services import validar_certificado, validar_para_firmar
from buzon.cuentas.models import Ingreso
from buzon.demo import autoridad
from buzon.demo.emision import Emisor, nueva_llave
from buzon.demo.personas import Persona
from buzon.efirma.certificado import leer_certificado
from buzon.efirma.errores import CertificadoRevocado, RevocacionNoDisponible
from buzon.efirma.ocsp import preguntar
from buzon.web.cortacircuitos import FALLAS
from tests.buzon.confianza import respondedores
from tests.buzon.confianza.respondedores import con_cuerpo, puerto_libre, servidor
from tests.personas import Dentro

NONCE = bytes(16)
Responder = Callable[..., AbstractContextManager[str]]


@pytest.fixture(autouse=True)
def _sin_recuerdos() -> Iterator[None]:
    revocacion.olvidar()
    yield
    revocacion.olvidar()


@dataclass
class Caso:
    """A certificate of the demo authority, and what a responder needs to speak for that authority."""

    cer: bytes
    ancla: bytes
    intermedia: Emisor
    ajena: Emisor
    respondedor: Emisor
    carpeta: Path

    @property
    def numero(self) -> str:
        return leer_certificado(self.cer).numero

    @property
    def peticion(self) -> bytes:
        return preguntar(leer_certificado(self.cer), emisor=self.ancla, nonce=NONCE).der


@pytest.fixture(scope="session")
def respondedor() -> Emisor:
    return Emisor(respondedores.nombre_de_respondedor(), nueva_llave())


@pytest.fixture
def caso(elegir: Callable[..., Persona], settings: Settings, tmp_path: Path, respondedor: Emisor) -> Caso:
    demo = settings.BUZON_DATOS / "demo"
    ac = autoridad.crear_autoridad(demo, ahora=timezone.now())
    ancla = (demo / autoridad.INTERMEDIA).read_bytes()
    return Caso(elegir().cer.read_bytes(), ancla, ac.intermedia, ac.ajena, respondedor, tmp_path)


@pytest.fixture
def de_openssl(caso: Caso) -> Responder:
    """Start `openssl ocsp`: `with de_openssl("V") as url`, or with other numbers in its index."""
    if not shutil.which("openssl"):
        pytest.skip("no hay openssl: instala el paquete openssl")

    def iniciar(estado: str = "", *, por: Emisor | None = None, **otros: str) -> AbstractContextManager[str]:
        emisor = por or caso.intermedia
        delegado = respondedores.certificar_delegado(emisor, caso.respondedor, ahora=timezone.now())
        indice = ({caso.numero: estado} if estado else {}) | otros
        return respondedores.openssl(
            caso.carpeta, ac=caso.ancla, delegado=delegado, llave=caso.respondedor, indice=indice
        )

    return iniciar


def fallas(cer: bytes, *, en: datetime | None = None) -> list[tuple[str, str, str]]:
    """What each source said: source, state and failure, as it stays in the evidence."""
    evidencia = validar_certificado(cer, en=en or timezone.now()).evidencia
    return [(c["fuente"], c["estado"], c["falla"]) for c in evidencia["consultas"]]


CRL_VIGENTE = ("CRL", "VIGENTE", "")


def test_vigente_segun_openssl(caso: Caso, settings: Settings, de_openssl: Responder) -> None:
    settings.EFIRMA_CRLS = []
    with de_openssl("V") as settings.EFIRMA_OCSP_URL:
        evidencia = validar_para_firmar(caso.cer, en=timezone.now()).evidencia
    assert (evidencia["estado"], evidencia["fuente"]) == ("VIGENTE", "OCSP")
    assert sha256(base64.b64decode(evidencia["respuesta"])).hexdigest() == evidencia["sha256"]
    assert [c["falla"] for c in evidencia["consultas"]] == ["", "sin_lista"]


def test_revocado_segun_openssl_aunque_la_crl_no_lo_sepa(
    caso: Caso, settings: Settings, de_openssl: Responder
) -> None:
    with de_openssl("R") as settings.EFIRMA_OCSP_URL, pytest.raises(CertificadoRevocado, match="OCSP"):
        validar_certificado(caso.cer, en=timezone.now())


def test_revocado_segun_la_crl_aunque_openssl_no_lo_sepa(
    caso: Caso, settings: Settings, de_openssl: Responder
) -> None:
    copia = caso.carpeta / "demo"
    shutil.copytree(settings.BUZON_DATOS / "demo", copia)
    settings.EFIRMA_CRLS = [copia / "crls"]
    autoridad.revocar(copia, caso.numero, ahora=timezone.now())
    autoridad.emitir_crl(copia, ahora=timezone.now())
    with de_openssl("V") as settings.EFIRMA_OCSP_URL, pytest.raises(CertificadoRevocado, match="CRL"):
        validar_certificado(caso.cer, en=timezone.now())


def test_desconocido_para_openssl_pasa_a_la_crl(
    caso: Caso, settings: Settings, de_openssl: Responder
) -> None:
    with de_openssl() as settings.EFIRMA_OCSP_URL:
        assert fallas(caso.cer) == [("OCSP", "SIN_FUENTE", "desconocido"), CRL_VIGENTE]


def test_rancia_pasa_a_la_crl(caso: Caso, settings: Settings, de_openssl: Responder) -> None:
    with de_openssl("V") as settings.EFIRMA_OCSP_URL:
        tarde = timezone.now() + timedelta(minutes=3)
        assert fallas(caso.cer, en=tarde) == [("OCSP", "SIN_FUENTE", "fuera_de_fecha"), CRL_VIGENTE]


def test_de_un_respondedor_ajeno_pasa_a_la_crl(caso: Caso, settings: Settings, de_openssl: Responder) -> None:
    with de_openssl("R", por=caso.ajena) as settings.EFIRMA_OCSP_URL:
        assert fallas(caso.cer) == [("OCSP", "SIN_FUENTE", "firma_ajena"), CRL_VIGENTE]


def test_una_respuesta_vieja_repetida_se_conoce_por_el_nonce(
    caso: Caso, settings: Settings, de_openssl: Responder
) -> None:
    with de_openssl("V") as url:
        vieja = responder.preguntar(url, peticion=caso.peticion)
    with servidor(con_cuerpo(vieja)) as settings.EFIRMA_OCSP_URL:
        assert fallas(caso.cer) == [("OCSP", "SIN_FUENTE", "otro_nonce"), CRL_VIGENTE]


def test_la_respuesta_de_otro_certificado(
    caso: Caso, settings: Settings, de_openssl: Responder, elegir: Callable[..., Persona]
) -> None:
    otro = elegir(persona="moral").cer.read_bytes()
    assert otro != caso.cer
    with de_openssl("V") as url:
        suya = responder.preguntar(url, peticion=caso.peticion)
    with servidor(con_cuerpo(suya)) as settings.EFIRMA_OCSP_URL:
        assert fallas(otro) == [("OCSP", "SIN_FUENTE", "otro_certificado"), CRL_VIGENTE]


@pytest.mark.parametrize(
    ("cuerpo", "falla"), [(b"\x30\x03\x0a\x01\x03", "estado_try_later"), (b"<html>", "ilegible")]
)
def test_una_respuesta_que_no_lo_es(caso: Caso, settings: Settings, cuerpo: bytes, falla: str) -> None:
    with servidor(con_cuerpo(cuerpo)) as settings.EFIRMA_OCSP_URL:
        assert fallas(caso.cer) == [("OCSP", "SIN_FUENTE", falla), CRL_VIGENTE]


def test_caido_y_sin_crl_entra_marcado_y_no_firma(caso: Caso, settings: Settings) -> None:
    settings.EFIRMA_CRLS, settings.EFIRMA_OCSP_URL = [], f"http://127.0.0.1:{puerto_libre()}/"
    validado = validar_certificado(caso.cer, en=timezone.now())
    assert not validado.revocacion_consultada
    assert validado.evidencia["estado"] == "SIN_FUENTE"
    assert [c["falla"] for c in validado.evidencia["consultas"]] == [
        "sin_conexion: ConnectionRefusedError",
        "sin_lista",
    ]
    with pytest.raises(RevocacionNoDisponible) as error:
        validar_para_firmar(caso.cer, en=timezone.now())
    assert "sin_conexion" in error.value.detalle
    settings.EFIRMA_SIN_REVOCACION = "advertir"
    assert not validar_para_firmar(caso.cer, en=timezone.now()).revocacion_consultada


def test_sin_direccion_no_se_pregunta(caso: Caso, settings: Settings) -> None:
    assert settings.EFIRMA_OCSP_URL == ""
    assert fallas(caso.cer) == [CRL_VIGENTE]


# The answers remembered


@pytest.fixture
def preguntas(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Count what is really sent."""
    enviadas: list[bytes] = []
    verdadera = fuentes.preguntar_ocsp

    def contada(peticion: bytes) -> bytes:
        enviadas.append(peticion)
        return verdadera(peticion)

    monkeypatch.setattr(fuentes, "preguntar_ocsp", contada)
    return enviadas


def test_la_respuesta_se_recuerda_un_minuto(
    caso: Caso, settings: Settings, de_openssl: Responder, preguntas: list[bytes]
) -> None:
    ahora = timezone.now()
    with de_openssl("V") as settings.EFIRMA_OCSP_URL:
        for segundos, enviadas in ((0, 1), (1, 1), (50, 1), (61, 2), (-1, 3)):
            validar_certificado(caso.cer, en=ahora + timedelta(seconds=segundos))
            assert len(preguntas) == enviadas, segundos
    assert len(set(preguntas)) == 3, "cada pregunta lleva su nonce"


def test_tambien_la_de_un_revocado(
    caso: Caso, settings: Settings, de_openssl: Responder, preguntas: list[bytes]
) -> None:
    with de_openssl("R") as settings.EFIRMA_OCSP_URL:
        for _ in range(2):
            with pytest.raises(CertificadoRevocado):
                validar_certificado(caso.cer, en=timezone.now())
    assert len(preguntas) == 1


def test_nunca_mas_alla_de_su_fecha(
    caso: Caso, settings: Settings, de_openssl: Responder, preguntas: list[bytes]
) -> None:
    """Thirty seconds after thisUpdate an answer good for a minute is remembered for thirty more."""
    ahora = timezone.now() + timedelta(seconds=30)
    with de_openssl("V") as settings.EFIRMA_OCSP_URL:
        for segundos, enviadas in ((0, 1), (25, 1), (35, 2)):
            assert fallas(caso.cer, en=ahora + timedelta(seconds=segundos))[0] == ("OCSP", "VIGENTE", "")
            assert len(preguntas) == enviadas, segundos


def test_un_fallo_no_se_recuerda(caso: Caso, settings: Settings, preguntas: list[bytes]) -> None:
    with servidor(con_cuerpo(b"<html>")) as settings.EFIRMA_OCSP_URL:
        validar_certificado(caso.cer, en=timezone.now())
        validar_certificado(caso.cer, en=timezone.now())
    assert len(preguntas) == 2


def test_a_quien_no_responde_se_le_deja_en_paz(
    caso: Caso, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EFIRMA_OCSP_URL = "http://127.0.0.1:9/"
    responder = Mock(side_effect=fuentes.SinRespuesta("tiempo_agotado"))
    monkeypatch.setattr(fuentes, "preguntar_ocsp", responder)
    dichas = [fallas(caso.cer, en=timezone.now())[0][2] for _ in range(FALLAS + 2)]
    assert dichas == ["tiempo_agotado"] * FALLAS + ["en_pausa"] * 2
    assert responder.call_count == FALLAS


@pytest.mark.usefixtures("_sin_limites_usados")
@pytest.mark.django_db(transaction=True)  # whether there is a transaction is the question
def test_se_pregunta_fuera_de_toda_transaccion(
    elegir: Callable[..., Persona], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entering, activating, authorising: the responder may be slow, and nobody waits for a lock meanwhile."""
    en_transaccion: list[bool] = []

    def lenta(peticion: bytes) -> bytes:
        en_transaccion.append(connection.in_atomic_block)
        raise fuentes.SinRespuesta("tiempo_agotado")

    monkeypatch.setattr(fuentes, "preguntar_ocsp", lenta)
    settings.EFIRMA_OCSP_URL = "http://127.0.0.1:9/"
    quien = Dentro(elegir())
    quien.ingresar()
    quien.activar()
    quien.hacer("autorizar")
    assert en_transaccion == [False] * 3
    guardadas = [Ingreso.objects.get().revocacion, *ActoFirmado.objects.values_list("revocacion", flat=True)]
    assert len(guardadas) == 3
    for evidencia in guardadas:
        assert (evidencia["estado"], evidencia["fuente"]) == ("VIGENTE", "CRL")
        assert evidencia["consultas"][0]["falla"] == "tiempo_agotado"


def test_lo_que_se_recuerda_tiene_tope(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocacion, "_CAPACIDAD", 2)
    cuantas = []
    for numero in range(4):
        revocacion._recordar(("", b"", numero), Mock())
        cuantas.append(len(revocacion._recordadas))
    assert cuantas == [1, 2, 1, 2]


def test_lo_que_se_acaba_de_saber_no_se_pregunta_otra_vez(
    caso: Caso, settings: Settings, de_openssl: Responder
) -> None:
    """Of the same instant, too; what an hour earlier would have been answered is not known."""
    en = timezone.now()
    with de_openssl("V") as settings.EFIRMA_OCSP_URL:
        validar_certificado(caso.cer, en=en)
    assert fallas(caso.cer, en=en)[0] == ("OCSP", "VIGENTE", "")
    assert fallas(caso.cer, en=en - timedelta(hours=1))[0][1] == "SIN_FUENTE"
