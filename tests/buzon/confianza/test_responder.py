"""The HTTP client against responders that are down, slow, huge or send us elsewhere."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from buzon.confianza.responder import SinRespuesta, preguntar
from buzon.efirma.ocsp import LARGO_MAXIMO
from buzon.web import http
from tests.buzon.confianza.respondedores import GOTAS, con_cuerpo, gota_a_gota, puerto_libre, servidor


@pytest.fixture
def _con_prisa(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "PLAZO_S", 0.3)


def falla(contestar: Callable[[BaseHTTPRequestHandler], None]) -> str:
    with servidor(contestar) as url, pytest.raises(SinRespuesta) as error:
        preguntar(url, peticion=b"?")
    return str(error.value)


def test_lleva_la_peticion_y_trae_la_respuesta() -> None:
    vistos = []

    def contestar(pedido: BaseHTTPRequestHandler) -> None:
        vistos.append((pedido.path, pedido.headers["Content-Type"], pedido.headers["Content-Length"]))
        con_cuerpo(b"octetos")(pedido)

    with servidor(contestar) as url:
        assert preguntar(url + "?ac=7", peticion=b"1234") == b"octetos"
    assert vistos == [("/ocsp?ac=7", "application/ocsp-request", "4")]


def test_caido() -> None:
    with pytest.raises(SinRespuesta, match="sin_conexion: ConnectionRefusedError"):
        preguntar(f"http://127.0.0.1:{puerto_libre()}/", peticion=b"?")


def test_https_sin_certificado_de_confianza() -> None:
    with servidor(con_cuerpo(b"")) as url, pytest.raises(SinRespuesta, match="sin_conexion: SSL"):
        preguntar(url.replace("http:", "https:"), peticion=b"?")


def test_cuelga_sin_contestar() -> None:
    assert falla(lambda pedido: None) == "sin_conexion: ServerDisconnectedError"


@pytest.mark.parametrize("status", [204, 400, 404, 500, 503])
def test_otro_estado_http(status: int) -> None:
    assert falla(con_cuerpo(b"", status=status)) == f"http_{status}"


def test_otro_tipo() -> None:
    assert falla(con_cuerpo(b"<html>", tipo="text/html")) == "otro_tipo"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_sigue_redirecciones(status: int) -> None:
    pedidos = []

    def interno(pedido: BaseHTTPRequestHandler) -> None:
        pedidos.append(pedido.path)
        con_cuerpo(b"secreto")(pedido)

    with servidor(interno) as secreta:
        assert falla(con_cuerpo(b"", status=status, Location=secreta)) == f"http_{status}"
    assert pedidos == []


def test_enorme_se_deja_de_leer() -> None:
    terminados = []

    def contestar(pedido: BaseHTTPRequestHandler) -> None:
        pedido.send_response(200)
        pedido.send_header("Content-Type", "application/ocsp-response")
        pedido.end_headers()
        for _ in range(1000):
            pedido.wfile.write(bytes(100_000))
        terminados.append(True)

    assert falla(contestar) == "enorme"
    assert not terminados
    with servidor(con_cuerpo(bytes(LARGO_MAXIMO))) as url:
        assert len(preguntar(url, peticion=b"?")) == LARGO_MAXIMO


@pytest.mark.usefixtures("_con_prisa")
def test_mudo() -> None:
    """It says nothing until we hang up."""
    assert falla(lambda pedido: pedido.connection.recv(1)) == "tiempo_agotado"


@pytest.mark.usefixtures("_con_prisa")
@pytest.mark.parametrize(
    "inicio",
    [b"HTTP/1.0 200 OK\r\nX: ", b"HTTP/1.0 200 OK\r\nContent-Type: application/ocsp-response\r\n\r\n"],
    ids=["cabeceras", "cuerpo"],
)
def test_gota_a_gota(inicio: bytes) -> None:
    """Each byte comes in time; the whole, of a minute, does not and is not waited for."""
    dichas: list[bytes] = []
    assert falla(gota_a_gota(inicio, dichas=dichas)) == "tiempo_agotado"
    assert len(dichas) < GOTAS
