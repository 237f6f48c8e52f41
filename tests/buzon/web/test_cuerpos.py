"""Slow bodies take half of a process's threads, never the other half."""

from collections.abc import Callable, Iterable
from io import BytesIO
from threading import Event, Thread
from typing import Any

import pytest

from buzon.embebido import recetas
from buzon.web import cuerpos
from buzon.web.middleware import CUERPO_MAXIMO

LUGARES = 2
Abrir = Callable[..., "tuple[str, dict[str, str], bytes]"]


class Lento(BytesIO):
    """A body of which nothing comes until it is let go."""

    def __init__(self, contenido: bytes) -> None:
        super().__init__(contenido)
        self.pedido, self.suelto = Event(), Event()

    def read(self, *argumentos: Any) -> bytes:
        self.pedido.set()
        assert self.suelto.wait(30)
        return super().read(*argumentos)


@pytest.fixture
def abrir() -> Abrir:
    """Ask a portal with two places for bodies, whose pages answer with what they were sent."""

    def eco(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    aplicacion = cuerpos.con_lugar(eco, lugares=LUGARES)

    def pedir(cuerpo: BytesIO, *, ruta: str = "/ingresar/", largo: str | None = None) -> Any:
        dichas: list[Any] = []
        environ = {"PATH_INFO": ruta, "wsgi.input": cuerpo}
        environ["CONTENT_LENGTH"] = str(len(cuerpo.getvalue())) if largo is None else largo
        salida = b"".join(
            aplicacion(environ, lambda estado, cabeceras: dichas.extend([estado, dict(cabeceras)]))
        )
        return dichas[0], dichas[1], salida

    return pedir


def test_los_lentos_ocupan_la_mitad_y_el_siguiente_espera_fuera(abrir: Abrir) -> None:
    lentos = [Lento(b"x" * 10) for _ in range(LUGARES)]
    hilos = [Thread(target=abrir, args=(lento,)) for lento in lentos]
    for hilo in hilos:
        hilo.start()
    assert all(lento.pedido.wait(30) for lento in lentos)
    estado, cabeceras, _ = abrir(BytesIO(b"hola"))
    assert estado.startswith("503 ")
    assert int(cabeceras["Retry-After"]) > 0
    assert cabeceras["Server"] == ""  # or granian writes its own name
    assert abrir(BytesIO(b""))[0] == "200 OK"  # what has no body goes past
    for lento in lentos:
        lento.suelto.set()
    for hilo in hilos:
        hilo.join(30)
    assert abrir(BytesIO(b"hola")) == ("200 OK", {}, b"hola")


def test_el_lugar_queda_libre_cuando_el_cuerpo_llego_y_cuando_fallo(abrir: Abrir) -> None:
    class Roto(BytesIO):
        def read(self, *_: Any) -> bytes:
            raise ConnectionError

    for _ in range(LUGARES + 1):
        with pytest.raises(ConnectionError):
            abrir(Roto(b"x"))
    assert abrir(BytesIO(b"hola"))[2] == b"hola"


@pytest.mark.parametrize("cuerpo", [b"x", b"y" * CUERPO_MAXIMO, b"z" * 70_000])
def test_llega_entero(abrir: Abrir, cuerpo: bytes) -> None:
    assert abrir(BytesIO(cuerpo))[2] == cuerpo


def test_uno_cortado_llega_cortado(abrir: Abrir) -> None:
    assert abrir(BytesIO(b"abc"), largo="10")[2] == b"abc"


@pytest.mark.parametrize("largo", [str(CUERPO_MAXIMO + 1), "9" * 30, "x", "-1", "²"])
def test_lo_que_no_cabe_o_no_es_un_largo_no_se_lee_antes(abrir: Abrir, largo: str) -> None:
    cuerpo = Lento(b"x")
    cuerpo.suelto.set()
    estado, _, _ = abrir(cuerpo, largo=largo)
    assert estado == "200 OK"  # the application itself refuses it, by its length


def test_los_hilos_son_los_que_se_cuentan(tmp_path: object) -> None:
    orden = [str(parte) for parte in recetas.web({}, host="127.0.0.1", puerto=1).orden]
    assert orden[orden.index("--blocking-threads") + 1] == str(cuerpos.HILOS)
