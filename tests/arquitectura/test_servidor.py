"""What the web server and the application answer to requests that no browser makes: a 4xx, in little memory.

The portal's own recipe of granian, over sockets; nothing of this reaches the database, and none is there.
"""

import contextlib
import gzip
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from buzon.embebido.hijos import preparar_hijo
from buzon.embebido.recetas import web
from tests.portal_real import _puerto_libre as puerto_libre

ESPERA_S = 60.0
DE_MAS = 64 * 1024  # kB that a process may take besides what it weighed before
FICHA = "Cookie: csrf=" + "a" * 32  # so that the form is read, to look for its token
DE_PARTES = "Content-Type: multipart/form-data; boundary=x"
DE_CAMPOS = "Content-Type: application/x-www-form-urlencoded"
VIVO = "GET /livez HTTP/1.1"


def peticion(
    *cabeceras: str, linea: str = "POST /verificar/ HTTP/1.1", cuerpo: bytes = b"", largo: str = ""
) -> bytes:
    """`largo`: what it says of its length, in place of the truth."""
    dicho = largo or f"Content-Length: {len(cuerpo)}"
    return "\r\n".join([linea, "Host: localhost", *cabeceras, dicho, "", ""]).encode() + cuerpo


def partes(cuantas: int, *, nombre: str = "name=a") -> bytes:
    return f"--x\r\nContent-Disposition: form-data; {nombre}\r\n\r\n\r\n".encode() * cuantas + b"--x--\r\n"


def en_trozos(cuerpo: bytes) -> bytes:
    return b"%x\r\n" % len(cuerpo) + cuerpo + b"\r\n0\r\n\r\n"


BOMBA = gzip.compress(b"folio=" + b"1" * 50_000_000)
TROZOS = "Transfer-Encoding: chunked"
ESCONDIDA = b"0\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
CASOS: dict[str, tuple[int, bytes]] = {
    "90 headers": (200, peticion(*["X-Uno: 1"] * 90, linea=VIVO)),
    "100,000 headers": (431, peticion(*["X-Uno: 1"] * 100_000, linea=VIVO)),
    "a header of 100 kB": (431, peticion("X-Uno: " + "a" * 100_000, linea=VIVO)),
    "a cookie of 100 kB": (431, peticion("Cookie: sesion=" + "a" * 100_000, linea=VIVO)),
    "a cookie of 60 kB": (302, peticion("Cookie: idioma=" + "a" * 60_000, linea="GET /buzon/ HTTP/1.1")),
    "an address of 100 kB": (431, peticion(linea=f"GET /{'a' * 100_000} HTTP/1.1")),
    "an address of 60 kB": (404, peticion(linea=f"GET /{'a' * 60_000} HTTP/1.1")),
    "a header with NUL": (400, peticion("X-Uno: a\0b", linea=VIVO)),
    "a header in two lines": (400, peticion("X-Uno: a\r\n b", linea=VIVO)),
    "not HTTP": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n"),
    "no host": (400, b"GET /livez HTTP/1.1\r\n\r\n"),
    "two hosts": (400, peticion("Host: otro.example", linea=VIVO)),
    "TRACE": (405, peticion(linea="TRACE / HTTP/1.1")),
    "CONNECT": (403, peticion(linea="CONNECT otro.example:443 HTTP/1.1")),
    "a length of 2^31": (413, peticion(FICHA, DE_PARTES, largo="Content-Length: 2147483648")),
    "a length of 2^63": (413, peticion(FICHA, DE_PARTES, largo="Content-Length: 9223372036854775808")),
    "a length of 2^76": (400, peticion(FICHA, DE_PARTES, largo=f"Content-Length: {2**76}")),
    "a negative length": (400, peticion(FICHA, DE_PARTES, largo="Content-Length: -1")),
    "two lengths": (400, peticion(FICHA, "Content-Length: 1", largo="Content-Length: 2", cuerpo=b"ab")),
    "a length that is a list": (400, peticion(FICHA, largo="Content-Length: 1, 2", cuerpo=b"ab")),
    "a length and chunks": (403, peticion(FICHA, "Content-Length: 6", largo=TROZOS, cuerpo=ESCONDIDA)),
    "chunks by a name with a space": (400, peticion(FICHA, largo="Transfer-Encoding : chunked")),
    "chunks that are not the last coding": (400, peticion(FICHA, largo=f"{TROZOS}, identity")),
    "a chunk of 2^68": (403, peticion(FICHA, DE_PARTES, largo=TROZOS, cuerpo=b"F" * 17 + b"\r\n")),
    "20 MB in chunks": (403, peticion(FICHA, DE_PARTES, largo=TROZOS, cuerpo=en_trozos(b"a" * 20_000_000))),
    "3,000 parts in chunks": (403, peticion(FICHA, DE_PARTES, largo=TROZOS, cuerpo=en_trozos(partes(3000)))),
    "2,000 parts": (403, peticion(FICHA, DE_PARTES, cuerpo=partes(2000))),
    "2,001 parts": (400, peticion(FICHA, DE_PARTES, cuerpo=partes(2001))),
    "40,000 parts": (400, peticion(FICHA, DE_PARTES, cuerpo=partes(40_000))),
    "100 files": (403, peticion(FICHA, DE_PARTES, cuerpo=partes(100, nombre="name=a; filename=a"))),
    "101 files": (400, peticion(FICHA, DE_PARTES, cuerpo=partes(101, nombre="name=a; filename=a"))),
    "a part with a header of 200 kB": (
        400,
        peticion(FICHA, DE_PARTES, cuerpo=partes(1, nombre="name=" + "a" * 200_000)),
    ),
    "parts without their mark": (
        400,
        peticion(FICHA, "Content-Type: multipart/form-data", cuerpo=partes(1)),
    ),
    "a part cut short": (403, peticion(FICHA, DE_PARTES, cuerpo=partes(1)[:40])),
    "100,000 fields": (400, peticion(FICHA, DE_CAMPOS, cuerpo=b"a&" * 100_000)),
    "a form in gzip": (403, peticion(FICHA, DE_CAMPOS, "Content-Encoding: gzip", cuerpo=BOMBA)),
    "parts in gzip": (
        403,
        peticion(FICHA, DE_PARTES, "Content-Encoding: gzip", cuerpo=gzip.compress(partes(3000))),
    ),
    "JSON 200,000 deep": (403, peticion(FICHA, "Content-Type: application/json", cuerpo=b"[" * 200_000)),
}


@pytest.fixture(scope="module")
def servidor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The port and the process of a web server whose database and Valkey do not answer."""
    puerto, nadie = puerto_libre(), "127.0.0.1:1"
    entorno = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "buzon.config.settings_test",
        "BUZON_DATOS": str(tmp_path_factory.mktemp("datos")),
        "DATABASE_URL": f"postgresql://nadie@{nadie}/nada",
        "REDIS_URL": f"redis://{nadie}/0",
    }
    receta = web(entorno, host="127.0.0.1", puerto=puerto)
    with subprocess.Popen(
        receta.orden,
        env=entorno,
        cwd=receta.carpeta,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=preparar_hijo(),  # noqa: PLW1509
    ) as proceso:
        try:
            limite = time.monotonic() + ESPERA_S
            while not (lista := responde(puerto, peticion(linea=VIVO))) and time.monotonic() < limite:
                time.sleep(0.2)
            assert lista, "el servidor web no arrancó"
            yield puerto, proceso.pid
        finally:
            proceso.terminate()


def responde(puerto: int, octetos: bytes) -> bytes:
    """Return the first octets of the answer, or none where it closed without one."""
    with (
        contextlib.suppress(OSError),
        socket.create_connection(("127.0.0.1", puerto), timeout=20) as conexion,
    ):
        with contextlib.suppress(OSError):  # it answered already, and takes no more
            conexion.sendall(octetos)
        return conexion.recv(4096)
    return b""


def memoria(pid: int) -> int:
    """Return how many kB the biggest of its processes has weighed at most."""
    hijos = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    estados = (Path(f"/proc/{hijo}/status").read_text(encoding="utf-8") for hijo in hijos)
    return max(int(maximo[1]) for estado in estados if (maximo := re.search(r"VmHWM:\s+(\d+)", estado)))


def test_lo_que_ningun_navegador_envia(servidor: tuple[int, int]) -> None:
    puerto, pid = servidor
    antes = memoria(pid)
    respuestas = {cual: responde(puerto, octetos) for cual, (_, octetos) in CASOS.items()}
    assert {cual: una.split(b" ", 2)[1:2] for cual, una in respuestas.items()} == {
        cual: [b"%d" % status] for cual, (status, _) in CASOS.items()
    }
    assert memoria(pid) - antes < DE_MAS
    assert not [cual for cual, una in respuestas.items() if b"granian" in una]


def test_lo_que_sigue_a_los_trozos_no_es_la_respuesta_de_otro(servidor: tuple[int, int]) -> None:
    """Whoever says a length and chunks gets one answer, and the connection ends: nothing of theirs waits in it."""
    _, octetos = CASOS["a length and chunks"]
    with socket.create_connection(("127.0.0.1", servidor[0]), timeout=20) as conexion:
        conexion.sendall(octetos)
        recibido = b""
        with contextlib.suppress(TimeoutError):
            conexion.settimeout(2)
            while trozo := conexion.recv(65536):
                recibido += trozo
    assert recibido.count(b"HTTP/1.1 ") == 1
