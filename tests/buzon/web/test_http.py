"""The connection within its time, and what was surely not sent; tests of who asks hold everything after it."""

import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from buzon.web import http
from buzon.web.http import SinConexion, SinRespuesta, pedir
from tests.buzon.mensajes.pasarelas import puerto_cerrado
from tests.produccion import certificado

CLAVE = "clave-de-la-direccion"


@contextmanager
def escucha(atender: Callable[[socket.socket], object]) -> Iterator[int]:
    """Give each connection to `atender`, which is waited for at the end, and yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as servidor:

        def aceptar() -> None:
            enchufe, _ = servidor.accept()
            with enchufe, suppress(OSError):
                atender(enchufe)

        hilo = threading.Thread(target=aceptar)
        hilo.start()
        yield servidor.getsockname()[1]
        hilo.join()


def falla(url: str, *, clase: type[Exception]) -> str:
    with pytest.raises(clase) as error:
        pedir(f"{url}/{CLAVE}", cuerpo=b"secreto", cabeceras={}, maximo=10)
    assert CLAVE not in "".join(traceback.format_exception(error.value))
    return str(error.value)


def mudo(enchufe: socket.socket) -> None:
    enchufe.recv(65536)
    enchufe.recv(1)  # until we hang up


def gota_a_gota(enchufe: socket.socket) -> None:
    """The head of a record of TLS of 16 kB, and then its bytes, for a minute."""
    enchufe.sendall(b"\x16\x03\x03\x40\x00")
    for _ in range(1200):
        enchufe.sendall(b"\x02")
        time.sleep(0.05)


@pytest.mark.parametrize("atender", [mudo, gota_a_gota])
def test_una_conexion_que_no_acaba(
    atender: Callable[[socket.socket], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "CONEXION_S", 0.3)
    desde = time.monotonic()
    with escucha(atender) as puerto:
        assert falla(f"https://127.0.0.1:{puerto}", clase=SinConexion) == "tiempo_agotado"
    assert time.monotonic() - desde < 30


def test_quien_no_prueba_quien_es_no_recibe_nada(tmp_path: Path) -> None:
    llave = generate_private_key(public_exponent=65537, key_size=2048)
    propio = certificado("127.0.0.1", llave=llave, emisor=llave, es_autoridad=True)
    pem = propio.public_bytes(Encoding.PEM)
    pem += llave.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "servidor.pem").write_bytes(pem)
    contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    contexto.load_cert_chain(tmp_path / "servidor.pem")
    oido: list[bytes] = []

    def atender(enchufe: socket.socket) -> None:
        with contexto.wrap_socket(enchufe, server_side=True) as seguro:
            oido.append(seguro.recv(1))

    with escucha(atender) as puerto:
        dicho = falla(f"https://127.0.0.1:{puerto}", clase=SinConexion)
    assert (dicho, b"".join(oido)) == ("sin_conexion: SSLCertVerificationError", b"")


def test_donde_no_hay_nadie() -> None:
    nadie = f"http://127.0.0.1:{puerto_cerrado()}"
    assert falla(nadie, clase=SinConexion) == "sin_conexion: ConnectionRefusedError"
    assert falla("http://no-existe.invalid", clase=SinConexion) == "sin_conexion: gaierror"


@pytest.mark.parametrize("dice", [b"no es HTTP\r\n\r\n", b""])
def test_lo_que_no_es_una_respuesta_deja_la_duda(dice: bytes) -> None:
    def atender(enchufe: socket.socket) -> None:
        enchufe.recv(65536)
        enchufe.sendall(dice)

    with escucha(atender) as puerto:
        assert "sin_conexion: " in falla(f"http://127.0.0.1:{puerto}", clase=SinRespuesta)
