"""Crashes while notices leave, against a real portal: each is told once, whoever dies."""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from buzon.demo.personas import Persona
from tests.buzon.mensajes.pasarelas import Pasarela, contesta, pasarela
from tests.personas import CELULAR, CORREO, Dentro, codigo_de
from tests.portal_real import Portal, portal_en_marcha
from tests.recorridos.test_caidas import (
    Remoto,
    hasta_que,
    procesos,
    siguiente,
    todo_concuerda,
    trabajadores,
)


@pytest.fixture(scope="module")
def sms() -> Iterator[Pasarela]:
    """A gateway that knows each message by its id, as the contract of gateways asks."""
    with pasarela(contesta()) as una:
        yield una


@pytest.fixture(scope="module")
def aparte(sms: Pasarela, molde: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own, whose SMS go to the gateway and whose e-mails are files."""
    with portal_en_marcha(
        tmp_path_factory.mktemp("portal que avisa"), molde=molde, SMS_URL=sms.url
    ) as en_marcha:
        yield en_marcha


@pytest.fixture(scope="module")
def quien(aparte: Portal, sms: Pasarela) -> Iterator[Dentro]:
    """A demo person with an active Buzón in that portal."""
    datos = aparte.personas(persona="moral")[0]
    carpeta = aparte.datos / "demo"
    persona = Persona(**{**datos, "cer": carpeta / datos["cer"], "key": carpeta / datos["key"]})
    remoto = Remoto(aparte.url)

    def codigos() -> tuple[str, str]:
        hasta_que(lambda: bool(_codigos_sms(sms)) and bool(_codigos_correo(aparte)))
        return codigo_de(max(_codigos_correo(aparte))), _codigos_sms(sms)[-1]

    dentro = Dentro(persona, remoto, codigos=codigos)
    dentro.ingresar()
    assert dentro.activar().status_code == 200
    yield dentro
    remoto.sesion.close()


@pytest.fixture(autouse=True)
def _nada_por_salir(aparte: Portal, quien: Dentro) -> None:
    """Begin when whatever an earlier test caused has left: what comes later is counted as this one's."""
    with psycopg.connect(aparte.entorno["DATABASE_URL"], autocommit=True) as conexion:
        hasta_que(lambda: conexion.execute(PENDIENTES).fetchone() == (0,))


PENDIENTES = "SELECT count(*) FROM mensajes_envio WHERE estado = 'PENDIENTE'"


def _codigos_sms(sms: Pasarela) -> list[str]:
    return [c for p in sms.pedidos for c in re.findall(r"Tu código: (\d{6})", p["texto"])]


def _codigos_correo(portal: Portal) -> list[Path]:
    return [una for una in _correos(portal) if "Tu código" in una.read_text(encoding="utf-8")]


def _correos(portal: Portal) -> list[Path]:
    suyos = (portal.datos / "salida" / "correo").glob("[!.]*.eml")
    return [una for una in suyos if f"To: {CORREO}" in una.read_text(encoding="utf-8")]


def avisos_por_correo(portal: Portal) -> list[Path]:
    return [una for una in _correos(portal) if "Firmaste" in una.read_text(encoding="utf-8")]


def avisos_por_sms(sms: Pasarela) -> "Counter[str]":
    """How often each notice was asked for, by its id."""
    propios = (p for p in sms.pedidos if p["numero"] == f"+52{CELULAR}" and "Firmaste" in p["texto"])
    return Counter(pedido["id"] for pedido in propios)


def test_el_worker_muere_mientras_la_pasarela_contesta(aparte: Portal, quien: Dentro, sms: Pasarela) -> None:
    pedido, sigue = Event(), Event()
    antes, antes_correos = avisos_por_sms(sms), len(avisos_por_correo(aparte))

    def nuevos() -> "Counter[str]":
        return avisos_por_sms(sms) - antes

    def espera(peticion: BaseHTTPRequestHandler) -> None:
        if nuevos():
            pedido.set()
            sigue.wait(30)
        contesta()(peticion)

    sms.contestar = espera
    quien.hacer(siguiente(quien))  # type: ignore[arg-type]
    assert pedido.wait(30)
    for pid in trabajadores(aparte):
        os.kill(pid, signal.SIGKILL)
    sms.contestar = contesta()
    sigue.set()
    hasta_que(lambda: sum(nuevos().values()) == 2)
    hasta_que(lambda: len(avisos_por_correo(aparte)) == antes_correos + 1)
    assert len(nuevos()) == 1, "dos veces con un mismo identificador: la pasarela lo manda una"
    todo_concuerda(aparte)


def test_el_worker_muere_en_cualquier_momento(aparte: Portal, quien: Dentro, sms: Pasarela) -> None:
    antes_correos, antes_sms = len(avisos_por_correo(aparte)), len(avisos_por_sms(sms))
    for pausa in (0.0, 0.02, 0.05, 0.1):
        assert quien.hacer(siguiente(quien)).status_code == 200  # type: ignore[arg-type]
        time.sleep(pausa)
        for pid in trabajadores(aparte):
            os.kill(pid, signal.SIGKILL)
    hasta_que(lambda: len(avisos_por_correo(aparte)) == antes_correos + 4)
    hasta_que(lambda: len(avisos_por_sms(sms)) == antes_sms + 4)
    time.sleep(1)
    assert len(avisos_por_correo(aparte)) == antes_correos + 4
    todo_concuerda(aparte)


def test_el_broker_no_responde_y_los_avisos_salen_despues(
    aparte: Portal, quien: Dentro, sms: Pasarela
) -> None:
    antes, antes_sms = len(avisos_por_correo(aparte)), len(avisos_por_sms(sms))
    (valkey,) = procesos(unquote(urlsplit(aparte.entorno["REDIS_URL"]).path))
    preparada = quien.guardar(siguiente(quien))
    os.kill(valkey, signal.SIGSTOP)
    try:
        assert quien.firmar(preparada).status_code == 200
    finally:
        os.kill(valkey, signal.SIGCONT)
    hasta_que(lambda: len(avisos_por_correo(aparte)) == antes + 1)
    hasta_que(lambda: len(avisos_por_sms(sms)) == antes_sms + 1)
    todo_concuerda(aparte)
