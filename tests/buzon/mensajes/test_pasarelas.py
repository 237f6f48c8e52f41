"""Gateways over real sockets: what each answer means, and who stands in for whom."""

import base64
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from uuid import uuid4

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from buzon.mensajes import tasks
from buzon.mensajes.direcciones import DireccionIncorrecta, leer_sms_url
from buzon.mensajes.envios import enviar_sms, pasarela_sms
from buzon.mensajes.fallas import Falla
from buzon.mensajes.models import Canal, Envio
from buzon.web import cortacircuitos, http
from tests.buzon.confianza.respondedores import GOTAS, gota_a_gota
from tests.buzon.mensajes.conftest import intentar
from tests.buzon.mensajes.pasarelas import Contestar, contesta, cuelga, pasarela, puerto_cerrado

pytestmark = pytest.mark.django_db
Nuevo = Callable[..., Envio]
Urls = Callable[..., None]


def lenta(pedido: BaseHTTPRequestHandler) -> None:
    """Answer once nobody waits any more."""
    pedido.connection.recv(1)
    contesta()(pedido)


def test_lo_que_se_pide(envio: Nuevo, ahora: datetime, por_pasarelas: Urls) -> None:
    uno = envio(Canal.SMS)
    with pasarela(contesta()) as una:
        por_pasarelas(una.url)
        assert intentar(uno, ahora=ahora)
    [pedido], [cabeceras] = una.pedidos, una.cabeceras
    assert pedido == {"id": str(uno.pk), "numero": "+525512345678", "texto": pedido["texto"]}
    assert len(pedido["texto"]) <= 160
    assert pedido["texto"].isascii()
    assert "Negativa" not in pedido["texto"]
    assert cabeceras["Idempotency-Key"] == str(uno.pk)
    assert cabeceras["Authorization"] == "Bearer ficha-secreta"
    assert cabeceras["Content-Type"] == "application/json"
    uno.refresh_from_db()
    assert (uno.estado, uno.por, uno.referencia) == ("ENVIADO", una.nombre, "ref-1")


def test_con_usuario_y_contrasena(ahora: datetime, por_pasarelas: Urls) -> None:
    with pasarela(contesta(), credencial="ana:c%3A%40lave") as una:
        por_pasarelas(una.url)
        enviar_sms(uuid4(), numero="5512345678", texto="Tu código: 123456", en=ahora)
    esperado = base64.b64encode(b"ana:c:@lave").decode()
    assert una.cabeceras[0]["Authorization"] == f"Basic {esperado}"
    assert una.pedidos[0]["texto"] == "Tu código: 123456"


@pytest.mark.parametrize(
    ("contestar", "referencia"),
    [
        (contesta(202, b'{"id": 77}'), "77"),
        (contesta(204, b""), ""),
        (contesta(200, b"no es json"), ""),
        (contesta(200, b'["id"]'), ""),
        (contesta(200, b'{"id": {"a": 1}}'), ""),
        (contesta(200, b'{"id": true}'), ""),
        (contesta(200, b"[" * 10_000), ""),
        (contesta(200, b'{"id": "' + b"x" * 500 + b'"}'), "x" * 120),
        (contesta(200, b'{"id": "a\\u0000\\nb"}'), "ab"),
        (contesta(200, b" " * 2_000_000), ""),
        (contesta(200, b'{"id": "corta"}', **{"Content-Length": "500"}), ""),
    ],
)
def test_todo_2xx_lo_tomo(
    envio: Nuevo, ahora: datetime, por_pasarelas: Urls, contestar: Contestar, referencia: str
) -> None:
    uno = envio(Canal.SMS)
    with pasarela(contestar) as una:
        por_pasarelas(una.url)
        assert intentar(uno, ahora=ahora)
    uno.refresh_from_db()
    assert (uno.referencia, len(una.pedidos)) == (referencia, 1)


TEMPORALES = {
    "500": contesta(500),
    "502": contesta(502),
    "503": contesta(503, b"x" * 100_000),
    "429": contesta(429),
    "408": contesta(408),
    "401": contesta(401),
    "404": contesta(404),
    "redirige": contesta(302, b"", Location="http://127.0.0.1:9/otra"),
    "304": contesta(304, b""),
}
PERMANENTES = {"400": contesta(400), "422": contesta(422, b"no es json"), "413": contesta(413)}
EN_DUDA = {"tarde": lenta, "cuelga": cuelga, "504": contesta(504), "409": contesta(409)}


@pytest.mark.parametrize("primera", [*TEMPORALES, *PERMANENTES])
def test_la_segunda_toma_lo_que_la_primera_no(
    envio: Nuevo, ahora: datetime, por_pasarelas: Urls, primera: str
) -> None:
    uno = envio(Canal.SMS)
    with pasarela((TEMPORALES | PERMANENTES)[primera]) as a, pasarela(contesta()) as b:
        por_pasarelas(a.url, b.url)
        assert intentar(uno, ahora=ahora)
        uno.refresh_from_db()
        assert uno.por == b.nombre
        assert (len(a.pedidos), len(b.pedidos)) == (1, 1)
        assert a.pedidos[0]["id"] == b.pedidos[0]["id"]


def test_la_segunda_toma_lo_que_la_primera_no_oyo(envio: Nuevo, ahora: datetime, por_pasarelas: Urls) -> None:
    uno = envio(Canal.SMS)
    with pasarela(contesta()) as b:
        por_pasarelas(f"http://x@127.0.0.1:{puerto_cerrado()}/", b.url)
        assert intentar(uno, ahora=ahora)


def test_a_la_que_no_responde_se_la_deja_en_paz(ahora: datetime, por_pasarelas: Urls) -> None:
    por_pasarelas(f"http://x@127.0.0.1:{puerto_cerrado()}/")
    dichas = []
    for _ in range(cortacircuitos.FALLAS + 2):
        with pytest.raises(OSError, match=r"127\.0\.0\.1") as falla:
            enviar_sms(uuid4(), numero="5512345678", texto="x", en=ahora)
        dichas.append("en pausa" in str(falla.value))
    assert dichas == [False] * cortacircuitos.FALLAS + [True] * 2


def test_la_que_no_prueba_quien_es_no_recibe_nada(envio: Nuevo, ahora: datetime, por_pasarelas: Urls) -> None:
    """A server that does not speak TLS gets no message, and nobody waits for it with one."""
    uno = envio(Canal.SMS)
    with pasarela(contesta()) as a:
        por_pasarelas(a.url.replace("http:", "https:"))
        assert not intentar(uno, ahora=ahora)
        assert a.pedidos == []
    uno.refresh_from_db()
    assert (uno.por, uno.error) == ("", f"{a.nombre}: sin_conexion: SSLError")


def test_un_cuerpo_que_no_acaba_no_lo_quita(
    envio: Nuevo, ahora: datetime, por_pasarelas: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status says that it was taken; what follows it byte by byte is not waited for."""
    monkeypatch.setattr(http, "PLAZO_S", 0.3)
    uno, dichas = envio(Canal.SMS), list[bytes]()
    with pasarela(gota_a_gota(b"HTTP/1.0 202 Accepted\r\n\r\n", dichas=dichas)) as una:
        por_pasarelas(una.url)
        assert intentar(uno, ahora=ahora)
    uno.refresh_from_db()
    assert (uno.estado, uno.referencia) == ("ENVIADO", "")
    assert len(dichas) < GOTAS


def test_unas_cabeceras_que_no_acaban_dejan_la_duda(
    envio: Nuevo, ahora: datetime, por_pasarelas: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "PLAZO_S", 0.3)
    uno, dichas = envio(Canal.SMS), list[bytes]()
    gotea = gota_a_gota(b"HTTP/1.0 202 Accepted\r\nX: ", dichas=dichas)
    with pasarela(gotea) as a, pasarela(contesta()) as b:
        por_pasarelas(a.url, b.url)
        assert not intentar(uno, ahora=ahora)
        assert b.pedidos == []
    uno.refresh_from_db()
    assert (uno.estado, uno.por, uno.error) == ("PENDIENTE", a.nombre, f"{a.nombre}: tiempo_agotado")
    assert len(dichas) < GOTAS


@pytest.mark.parametrize("primera", EN_DUDA)
def test_lo_que_quiza_tomo_la_primera_no_va_a_la_segunda(
    envio: Nuevo, ahora: datetime, por_pasarelas: Urls, primera: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    uno = envio(Canal.SMS)
    with pasarela(EN_DUDA[primera]) as a, pasarela(contesta()) as b:
        por_pasarelas(a.url, b.url)
        with monkeypatch.context() as prisa:
            if primera == "tarde":
                prisa.setattr(http, "PLAZO_S", 0.3)
            assert not intentar(uno, ahora=ahora)
        uno.refresh_from_db()
        assert (uno.estado, uno.por) == ("PENDIENTE", a.nombre)
        a.contestar = TEMPORALES["500"]
        assert not intentar(uno, ahora=ahora)
        assert b.pedidos == []
        a.contestar = contesta()
        assert intentar(uno, ahora=ahora)
        assert {pedido["id"] for pedido in a.pedidos} == {str(uno.pk)}
        assert b.pedidos == []


@pytest.fixture
def _limite_por_senal() -> Iterator[None]:
    """A signal whose handler raises in the main thread, as Celery's does at the soft limit of a task."""

    def cortar(*_: object) -> None:
        raise SoftTimeLimitExceeded

    antes = signal.signal(signal.SIGALRM, cortar)
    yield
    signal.signal(signal.SIGALRM, antes)


@pytest.mark.usefixtures("_limite_por_senal")
def test_lo_que_el_tiempo_corta_queda_en_duda(envio: Nuevo, por_pasarelas: Urls) -> None:
    """The limit of the task falls while a gateway holds the message: nobody else gets it at the next try."""

    def toma_y_calla(pedido: BaseHTTPRequestHandler) -> None:
        time.sleep(0.1)  # until it does nothing but wait
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGALRM)
        lenta(pedido)

    uno = envio(Canal.SMS)
    with pasarela(toma_y_calla) as a, pasarela(contesta()) as b:
        por_pasarelas(a.url, b.url)
        tasks.enviar(envio_id=str(uno.pk), intentos=0)
        uno.refresh_from_db()
        assert (uno.estado, uno.intentos, uno.por) == ("PENDIENTE", 1, a.nombre)
        assert "SoftTimeLimitExceeded" in uno.error
        assert b.pedidos == []


def test_si_la_primera_dice_que_no_lo_tiene_va_a_la_segunda(
    envio: Nuevo, ahora: datetime, por_pasarelas: Urls
) -> None:
    uno = envio(Canal.SMS)
    with pasarela(cuelga) as a, pasarela(contesta()) as b:
        por_pasarelas(a.url, b.url)
        intentar(uno, ahora=ahora)
        a.contestar = PERMANENTES["400"]
        assert intentar(uno, ahora=ahora)
        assert len(b.pedidos) == 1


def test_al_cabo_de_ocho_intentos_va_a_la_segunda(
    envio: Nuevo, ahora: datetime, por_pasarelas: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cortacircuitos, "PAUSA_S", 0)  # the tries are really half a minute apart, and more
    uno = envio(Canal.SMS)
    with pasarela(cuelga) as a, pasarela(contesta()) as b:
        por_pasarelas(a.url, b.url)
        veces = [intentar(uno, ahora=ahora) for _ in range(9)]
        assert veces == [False] * 8 + [True]
        assert (len(a.pedidos), len(b.pedidos)) == (9, 1)


@pytest.mark.parametrize(
    ("primera", "segunda", "queda"),
    [
        ("400", "422", "FALLIDO"),
        ("400", "500", "PENDIENTE"),
        ("500", "400", "PENDIENTE"),
        ("429", "503", "PENDIENTE"),
        ("401", "401", "PENDIENTE"),
    ],
)
def test_si_ninguna_lo_toma(
    envio: Nuevo, ahora: datetime, por_pasarelas: Urls, primera: str, segunda: str, queda: str
) -> None:
    uno, todas = envio(Canal.SMS), TEMPORALES | PERMANENTES
    with pasarela(todas[primera]) as a, pasarela(todas[segunda]) as b:
        por_pasarelas(a.url, b.url)
        assert not intentar(uno, ahora=ahora)
    uno.refresh_from_db()
    assert (uno.estado, uno.intentos, uno.por) == (queda, 1, "")
    assert uno.error == f"{a.nombre}: {primera}; {b.nombre}: {segunda}"


def test_no_se_sigue_ninguna_redireccion(ahora: datetime, por_pasarelas: Urls) -> None:
    with pasarela(contesta()) as otra:
        destino = otra.url.replace("ficha-secreta@", "")
        with pasarela(contesta(307, b"", Location=destino)) as una:
            por_pasarelas(una.url)
            with pytest.raises(Falla):
                enviar_sms(uuid4(), numero="5512345678", texto="x", en=ahora)
        assert otra.pedidos == []


def test_el_entorno_no_pone_intermediarios(
    ahora: datetime, por_pasarelas: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{puerto_cerrado()}")
    with pasarela(contesta()) as una:
        por_pasarelas(una.url)
        enviar_sms(uuid4(), numero="5512345678", texto="x", en=ahora)
    assert len(una.pedidos) == 1


@pytest.mark.parametrize(
    ("texto", "dice"),
    [
        ("http://ficha@sms.example/", "https://"),
        ("ftp://ficha@sms.example/", "https://"),
        ("sms.example", "incompleta"),
        ("https://ficha@/x", "incompleta"),
        ("https://ficha@sms.example:0/x", "incompleta"),
        ("https://ficha@sms.example:99999/x", "no se puede leer"),
        ("https://ficha@[::1/x", "no se puede leer"),
        ("https://fi%0Acha@sms.example/x", "una credencial que no sirve"),
        ("https://ana:@sms.example/x", "una credencial que no sirve"),
        ("https://clave%C3%B1@sms.example/x", "una credencial que no sirve"),
        ("https://a@sms.example/x https://b@sms.example/x", "dos veces"),
    ],
)
def test_una_direccion_mal_escrita_se_dice_sin_decir_la_clave(texto: str, dice: str) -> None:
    with pytest.raises(DireccionIncorrecta, match=dice) as error:
        leer_sms_url(texto)
    assert "ficha" not in str(error.value)


def test_dos_pasarelas_de_un_mismo_lugar_tienen_nombres_distintos() -> None:
    una, otra = leer_sms_url("http://127.0.0.1:9000/a http://127.0.0.1:9000/b")
    assert (una.nombre, otra.nombre) == ("127.0.0.1:9000 1", "127.0.0.1:9000 2")
    assert (una.usuario, una.contrasena) == ("", None)


def test_sin_credencial_no_se_dice_quien_pide(ahora: datetime, por_pasarelas: Urls) -> None:
    with pasarela(contesta(), credencial="") as una:
        por_pasarelas(una.url)
        enviar_sms(uuid4(), numero="5512345678", texto="x", en=ahora)
    assert "Authorization" not in una.cabeceras[0]


def test_direcciones_bien_escritas() -> None:
    una, otra = leer_sms_url("https://fi%2Fcha@sms.example/v1?pais=mx  https://ana:c%40@otra.example:8443")
    assert (una.url, una.nombre, una.usuario, una.contrasena) == (
        "https://sms.example/v1?pais=mx", "sms.example", "fi/cha", None,
    )  # fmt: skip
    assert (otra.url, otra.nombre, otra.contrasena) == (
        "https://otra.example:8443/",
        "otra.example:8443",
        "c@",
    )
    assert "fi/cha" not in repr(una)
    assert leer_sms_url("") == ()


def test_sin_direccion_son_archivos(ahora: datetime) -> None:
    assert pasarela_sms().nombre == "archivo"
    enviar_sms(uuid4(), numero="5512345678", texto="Tu código: 123456", en=ahora)
    [ruta] = settings.CARPETA_SMS.glob("*.txt")
    assert ruta.read_text(encoding="utf-8") == "5512345678\nTu código: 123456\n"
