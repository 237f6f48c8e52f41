"""One breaker for each service outside, shared by processes through Valkey; each process's own while Valkey is down."""

from concurrent.futures import ThreadPoolExecutor
from socket import create_server
from threading import Event
from time import monotonic
from unittest.mock import Mock

import pytest
import redis
from django.test import Client
from pytest_django import Settings

from buzon.web import cortacircuitos, limites
from buzon.web.cortacircuitos import FALLAS, OCSP, EnPausa, en_pausa, llamar
from tests.limites import se_permite

EN_VALKEY = cortacircuitos._de_valkey


@pytest.fixture(autouse=True)
def _en_valkey(_sin_limites_usados: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The common state, as the portal keeps it; the rest of the suite does without."""
    monkeypatch.setattr(cortacircuitos, "_de_valkey", EN_VALKEY)


def _fallar(veces: int, servicio: str = OCSP) -> Mock:
    servidor = Mock(side_effect=TimeoutError)
    for _ in range(veces):
        with pytest.raises(TimeoutError):
            llamar(servicio, servidor, fallas=(TimeoutError,))
    return servidor


def test_tras_varias_fallas_seguidas_se_le_deja_en_paz(settings: Settings) -> None:
    settings.EFIRMA_OCSP_URL = "http://ocsp.example/"
    servidor = _fallar(FALLAS - 1)
    assert llamar(OCSP, lambda: "bien", fallas=(TimeoutError,)) == "bien"
    assert en_pausa() == []
    servidor = _fallar(FALLAS)
    for _ in range(3):
        with pytest.raises(EnPausa):
            llamar(OCSP, servidor, fallas=(TimeoutError,))
    assert servidor.call_count == FALLAS
    assert en_pausa() == ["ocsp"]


def test_otro_proceso_lo_sabe(settings: Settings) -> None:
    _fallar(FALLAS)
    cortacircuitos.olvidar()  # what this process keeps
    with pytest.raises(EnPausa):
        llamar(OCSP, lambda: "bien", fallas=(TimeoutError,))


def test_pasada_la_pausa_una_llamada_lo_intenta(monkeypatch: pytest.MonkeyPatch) -> None:
    _fallar(FALLAS)
    monkeypatch.setattr(cortacircuitos, "PAUSA_S", 0)
    _fallar(1)  # asked, and failed: left alone again
    monkeypatch.setattr(cortacircuitos, "PAUSA_S", 15)
    with pytest.raises(EnPausa):
        llamar(OCSP, lambda: "bien", fallas=(TimeoutError,))
    monkeypatch.setattr(cortacircuitos, "PAUSA_S", 0)
    assert llamar(OCSP, lambda: "bien", fallas=(TimeoutError,)) == "bien"
    monkeypatch.setattr(cortacircuitos, "PAUSA_S", 15)
    assert llamar(OCSP, lambda: "bien", fallas=(TimeoutError,)) == "bien"


@pytest.mark.parametrize("servicio", [OCSP, cortacircuitos.LIMITES])
def test_mientras_una_lo_intenta_las_demas_no_esperan(servicio: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that hangs would hold every thread again, each time that its pause ends."""
    _fallar(cortacircuitos.FALLAS_EN_MEMORIA.get(servicio, FALLAS), servicio)
    with monkeypatch.context() as sin_pausa:
        sin_pausa.setattr(cortacircuitos, "PAUSA_S", 0)
        preguntado, responde = Event(), Event()

        def tardar() -> str:
            preguntado.set()
            assert responde.wait(30)
            return "bien"

        with ThreadPoolExecutor(1) as hilo:
            primera = hilo.submit(llamar, servicio, tardar, fallas=(TimeoutError,))
            assert preguntado.wait(30)
            sin_pausa.undo()
            otra = Mock()
            for _ in range(3):
                with pytest.raises(EnPausa):
                    llamar(servicio, otra, fallas=(TimeoutError,))
            assert not otra.called
            responde.set()
            assert primera.result(30) == "bien"
    assert llamar(servicio, lambda: "bien", fallas=(TimeoutError,)) == "bien"


def test_si_la_que_lo_intentaba_murio_otra_lo_intenta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process was killed while it waited: nothing stays half-open for good."""
    _fallar(FALLAS)
    almacen = EN_VALKEY(OCSP)
    almacen.state = "half-open"
    with pytest.raises(EnPausa):
        llamar(OCSP, lambda: "bien", fallas=(TimeoutError,))
    monkeypatch.setattr(cortacircuitos, "PAUSA_S", 0)
    assert llamar(OCSP, lambda: "bien", fallas=(TimeoutError,)) == "bien"
    assert almacen.state == "closed"


def test_lo_que_no_es_falla_del_servicio_no_cuenta() -> None:
    for _ in range(FALLAS * 2):
        with pytest.raises(ValueError, match="la respuesta"):
            llamar(OCSP, Mock(side_effect=ValueError("la respuesta")), fallas=(TimeoutError,))
    assert llamar(OCSP, lambda: "bien", fallas=(TimeoutError,)) == "bien"


def test_sin_valkey_cada_proceso_lleva_la_cuenta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cortacircuitos, "_de_valkey", Mock(side_effect=redis.ConnectionError))
    _fallar(FALLAS)
    with pytest.raises(EnPausa):
        llamar(OCSP, lambda: "bien", fallas=(TimeoutError,))


def test_a_un_valkey_que_calla_se_le_espera_dos_veces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look-up counts in memory meanwhile: it waits for nobody."""
    mudo = Mock()
    mudo.limiter.limit.side_effect = redis.TimeoutError
    original = limites._limitador
    elegir = Mock(side_effect=lambda n, f, memoria: original(n, f, True) if memoria else mudo)
    monkeypatch.setattr(limites, "_limitador", elegir)
    for _ in range(10):
        assert se_permite("consulta", clave="x")
    assert mudo.limiter.limit.call_count == 2


def test_a_un_valkey_que_calla_readyz_lo_espera_una_vez(settings: Settings) -> None:
    """Once, not once for each service: whoever asks whether the portal is ready waits for three seconds."""
    for ajuste in ("EFIRMA_OCSP_URL", "TSA_URL", "EMAIL_URL", "ANTIVIRUS_CLAMD"):
        setattr(settings, ajuste, "algo")
    settings.SMS_PASARELAS = (Mock(nombre="una"), Mock(nombre="otra"))
    with create_server(("127.0.0.1", 0)) as mudo:
        settings.REDIS_URL = f"redis://127.0.0.1:{mudo.getsockname()[1]}/0"
        cortacircuitos.olvidar()
        desde = monotonic()
        assert en_pausa() == []
        assert monotonic() - desde < cortacircuitos.ESPERA_DE_VALKEY_S * 2
    cortacircuitos.olvidar()


@pytest.mark.django_db
def test_readyz_lo_dice_y_sigue_lista(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EFIRMA_OCSP_URL = "http://ocsp.example/"
    settings.SMS_PASARELAS = (Mock(nombre="secreta.example"),)
    assert client.get("/readyz").json() == {"estado": "listo", "base_de_datos": True, "degradado": []}
    _fallar(FALLAS)
    _fallar(FALLAS, servicio=f"{cortacircuitos.SMS}secreta.example")
    respuesta = client.get("/readyz")
    assert (respuesta.status_code, respuesta.json()["degradado"]) == (200, ["ocsp", "sms"])
