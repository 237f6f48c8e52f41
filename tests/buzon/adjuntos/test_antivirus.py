"""The antivirus: only its own «OK» lets a file through. clamd is a server of a few lines here."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest
from pytest_django import Settings

from buzon.adjuntos import aislado, antivirus
from buzon.adjuntos.errores import AntivirusNoDisponible, ArchivoInfectado
from buzon.adjuntos.revision import MAXIMO_POR_ARCHIVO, revisar
from buzon.web.cortacircuitos import FALLAS
from tests.buzon.adjuntos.fabricas import imagen, pdf
from tests.buzon.confianza.respondedores import puerto_libre

# In pieces, so that no antivirus takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
Contestar = Callable[[socket.socket, bytes], None]


def recibir(conexion: socket.socket) -> bytes:
    """Read `nINSTREAM` and its chunks, as clamd does."""
    with conexion.makefile("rb") as entrada:
        assert entrada.readline() == b"nINSTREAM\n"
        datos = b""
        while largo := int.from_bytes(entrada.read(4)):
            datos += entrada.read(largo)
    return datos


def clamd(conexion: socket.socket, datos: bytes) -> None:
    """What clamd says."""
    conexion.sendall(b"stream: Eicar-Test-Signature FOUND\n" if EICAR in datos else b"stream: OK\n")


def diciendo(respuesta: bytes) -> Contestar:
    return lambda conexion, _: conexion.sendall(respuesta)


@contextmanager
def servidor(contestar: Contestar, *, oyente: socket.socket | None = None) -> Iterator[socket.socket]:
    """Answer each connection as it is told, until the end."""
    oyente = oyente or socket.create_server(("127.0.0.1", 0))
    fin = Event()

    def atender() -> None:
        while not fin.is_set():
            with suppress(OSError), oyente.accept()[0] as conexion:
                contestar(conexion, recibir(conexion))

    hilo = Thread(target=atender, daemon=True)
    hilo.start()
    try:
        yield oyente
    finally:
        fin.set()
        with suppress(OSError):
            oyente.shutdown(socket.SHUT_RDWR)
        oyente.close()
        hilo.join()


Usar = Callable[[Contestar], None]


@pytest.fixture
def usar(settings: Settings) -> Iterator[Usar]:
    """Make ANTIVIRUS_CLAMD a server that answers so."""
    with ExitStack() as pila:

        def con(contestar: Contestar) -> None:
            oyente = pila.enter_context(servidor(contestar))
            settings.ANTIVIRUS_CLAMD = f"127.0.0.1:{oyente.getsockname()[1]}"

        yield con


def test_sin_antivirus_no_se_pregunta(settings: Settings) -> None:
    assert settings.ANTIVIRUS_CLAMD == ""
    antivirus.examinar(EICAR)


def test_lo_limpio_pasa(usar: Usar) -> None:
    usar(clamd)
    assert revisar("a.pdf", contenido=pdf()).contenido == pdf()


def test_un_virus_no_pasa_y_se_dice_cual(usar: Usar) -> None:
    usar(clamd)
    with pytest.raises(ArchivoInfectado) as rechazo:
        revisar("a.jpg", contenido=imagen("JPEG") + EICAR)
    assert rechazo.value.detalle == "Eicar-Test-Signature"


def test_ve_los_bytes_originales_y_antes_que_nadie(usar: Usar, monkeypatch: pytest.MonkeyPatch) -> None:
    vistos: list[bytes] = []
    usar(lambda conexion, datos: vistos.append(datos) or clamd(conexion, EICAR))
    monkeypatch.setattr(aislado, "inspeccionar", None)
    grande = b"%PDF-" + bytes(MAXIMO_POR_ARCHIVO - 5)
    with pytest.raises(ArchivoInfectado):
        revisar("a.pdf", contenido=grande)
    assert vistos == [grande]


SIN_SENTIDO = {
    "nada": b"",
    "basura": b"\xff\xfe\x00basura\n",
    "HTTP": b"HTTP/1.1 400 Bad Request\r\n\r\n",
    "límite": b"INSTREAM size limit exceeded. ERROR\n",
    "error": b"stream: Can't allocate memory ERROR\n",
    "OK de otra cosa": b"otro: OK\n",
    "OK con algo más": b"stream: casi OK\n",
    "OK sin nombre": b"OK\n",
    "dos puntos": b": OK\n",
    "en minúsculas": b"stream: ok\n",
}


@pytest.mark.parametrize("respuesta", SIN_SENTIDO.values(), ids=SIN_SENTIDO)
def test_lo_que_no_es_un_veredicto_no_deja_pasar(respuesta: bytes, usar: Usar) -> None:
    usar(diciendo(respuesta))
    with pytest.raises(AntivirusNoDisponible):
        revisar("a.pdf", contenido=pdf())


def test_apagado(settings: Settings, tmp_path: Path) -> None:
    for direccion in (f"127.0.0.1:{puerto_libre()}", str(tmp_path / "no-hay"), f"unix://{tmp_path}/no-hay"):
        settings.ANTIVIRUS_CLAMD = direccion
        with pytest.raises(AntivirusNoDisponible):
            revisar("a.pdf", contenido=pdf())


def _callar(conexion: socket.socket, _: bytes) -> None:
    conexion.recv(1)


def test_uno_que_calla_se_deja(usar: Usar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "PLAZO_S", 0.5)
    usar(_callar)
    with pytest.raises(AntivirusNoDisponible):
        revisar("a.pdf", contenido=pdf())


def test_uno_que_gotea_se_deja(usar: Usar, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time; the whole, of many half seconds, does not and is not waited for."""
    dichas: list[int] = []

    def gotear(conexion: socket.socket, _: bytes) -> None:
        for letra in b"stream: OK" * 60:
            conexion.sendall(bytes([letra]))
            dichas.append(letra)
            sleep(0.1)

    monkeypatch.setattr(antivirus, "PLAZO_S", 0.5)
    usar(gotear)
    with pytest.raises(AntivirusNoDisponible):
        revisar("a.pdf", contenido=pdf())
    assert len(dichas) < 600


def test_uno_que_cuelga_a_la_mitad(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as oyente:
        settings.ANTIVIRUS_CLAMD = f"127.0.0.1:{oyente.getsockname()[1]}"

        def colgar() -> None:
            oyente.accept()[0].close()

        hilo = Thread(target=colgar)
        hilo.start()
        with pytest.raises(AntivirusNoDisponible):
            revisar("a.pdf", contenido=b"%PDF-" + bytes(MAXIMO_POR_ARCHIVO - 5))
        hilo.join()


def test_por_un_socket_de_unix(settings: Settings, tmp_path: Path) -> None:
    ruta = str(tmp_path / "clamd.ctl")
    settings.ANTIVIRUS_CLAMD = ruta
    oyente = socket.socket(socket.AF_UNIX)
    oyente.bind(ruta)
    oyente.listen()
    with servidor(clamd, oyente=oyente):
        antivirus.examinar(b"limpio")
        with pytest.raises(ArchivoInfectado):
            antivirus.examinar(EICAR)


def test_un_socket_de_unix_que_no_acepta_a_nadie(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(antivirus, "PLAZO_S", 0.5)
    ruta = str(tmp_path / "clamd.ctl")
    settings.ANTIVIRUS_CLAMD = ruta
    with socket.socket(socket.AF_UNIX) as oyente, ExitStack() as pila:
        oyente.bind(ruta)
        oyente.listen(0)
        lleno = pila.enter_context(socket.socket(socket.AF_UNIX))
        lleno.connect(ruta)
        with pytest.raises(AntivirusNoDisponible):
            antivirus.examinar(b"limpio")


@pytest.mark.parametrize(
    ("valor", "vale"),
    [("clamav:3310", True), ("/run/clamd.ctl", True), ("unix:///run/clamd.ctl", True), ("", True)]
    + [(malo, False) for malo in ("clamav", "run/clamd.ctl", "http://clamav:3310", "clamav:", ":3310")],
)
def test_el_ajuste_se_revisa_al_arrancar(valor: str, vale: bool) -> None:
    salida = subprocess.run(
        [sys.executable, "-c", "import buzon.config.settings"],
        env=os.environ | {"ANTIVIRUS_CLAMD": valor, "SECRET_KEY": "x", "MODO": "demo"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (salida.returncode == 0) is vale, salida.stderr
    assert vale or "ANTIVIRUS_CLAMD debe ser" in salida.stderr


def test_a_uno_que_no_responde_se_le_deja_en_paz(settings: Settings) -> None:
    settings.ANTIVIRUS_CLAMD = f"127.0.0.1:{puerto_libre()}"
    dichos = []
    for _ in range(FALLAS + 2):
        with pytest.raises(AntivirusNoDisponible) as falla:
            antivirus.examinar(pdf())
        dichos.append(falla.value.detalle)
    assert dichos[FALLAS:] == ["en_pausa"] * 2
    assert "en_pausa" not in dichos[:FALLAS]
