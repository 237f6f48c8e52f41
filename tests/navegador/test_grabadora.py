"""The recorder finds what it must: otherwise the browser tests could not fail."""

import base64
import os
import socket
from urllib.parse import quote_from_bytes

import pytest

from tests.navegador.grabadora import Grabadora, hallados

SECRETO = os.urandom(600)


@pytest.mark.parametrize("relleno", [b"", b"a", b"ab", b"abc"])
@pytest.mark.parametrize(
    "codificar",
    [
        bytes,
        base64.b64encode,
        base64.urlsafe_b64encode,
        lambda b: b.hex().encode(),
        lambda b: quote_from_bytes(b).encode(),
    ],
)
def test_encuentra_un_secreto_disfrazado(relleno: bytes, codificar: object) -> None:
    assert callable(codificar)
    assert hallados([SECRETO], en=[b"POST / x=" + codificar(relleno + SECRETO[64:200] + b"zz")])


def test_encuentra_una_contrasena_corta() -> None:
    assert hallados([b"contrase\xc3\xb1a9"], en=[b"x=" + base64.b64encode(b"pp:contrase\xc3\xb1a9:")])


def test_no_encuentra_lo_que_no_esta() -> None:
    assert not hallados([SECRETO], en=[os.urandom(5000), b"GET / HTTP/1.1"])


def test_graba_lo_que_pasa() -> None:
    with socket.create_server(("127.0.0.1", 0)) as servidor:
        grabadora = Grabadora(destino=servidor.getsockname()[1])
        with socket.create_connection(("127.0.0.1", grabadora.puerto)) as cliente:
            cliente.sendall(b"hola")
            recibido, _ = servidor.accept()
            assert recibido.recv(10) == b"hola"
            recibido.close()
        grabadora.cerrar()
    assert grabadora.recibido == [b"hola"]
