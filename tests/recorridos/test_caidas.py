"""Crashes, against a real portal: whatever falls, each act happens once and its acuse is sealed once."""

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests

from buzon.demo.personas import Persona
from tests.personas import Dentro, codigo_de
from tests.portal_real import Portal, portal_en_marcha

LIMITE_S = (
    240  # a delivery that died with its worker is tried again a minute later, and the machine may be busy
)


@dataclass
class Respuesta:
    """What the test client of Django would give, from a real answer."""

    status_code: int
    content: bytes
    headers: Any
    request: dict[str, str]


@dataclass
class Remoto:
    """The few words of Django's test client that `Dentro` uses, spoken to a portal in other processes."""

    url: str
    sesion: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def get(self, ruta: str) -> Respuesta:
        return self._leer(self.sesion.get(self.url + ruta, timeout=LIMITE_S))

    def post(self, ruta: str, datos: dict[str, str], follow: bool = False) -> Respuesta:
        datos = datos | {"csrfmiddlewaretoken": self.token}
        return self._leer(self.sesion.post(self.url + ruta, datos, timeout=LIMITE_S, allow_redirects=True))

    def _leer(self, respuesta: requests.Response) -> Respuesta:
        if encontrado := re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', respuesta.content):
            self.token = encontrado[1].decode()
        ruta = {"PATH_INFO": urlsplit(respuesta.url).path}
        return Respuesta(respuesta.status_code, respuesta.content, respuesta.headers, ruta)


@pytest.fixture(scope="module")
def aparte(molde: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own, since its parts are going to be killed."""
    with portal_en_marcha(tmp_path_factory.mktemp("portal que se cae"), molde=molde) as en_marcha:
        yield en_marcha


@pytest.fixture(scope="module")
def quien(aparte: Portal) -> Iterator[Dentro]:
    """A demo person with an active Buzón in that portal."""
    datos = aparte.personas(persona="moral")[0]
    carpeta = aparte.datos / "demo"
    persona = Persona(**{**datos, "cer": carpeta / datos["cer"], "key": carpeta / datos["key"]})
    remoto = Remoto(aparte.url)
    dentro = Dentro(persona, remoto, codigos=lambda: _codigos(aparte.datos / "salida"))
    dentro.ingresar()
    assert dentro.activar().status_code == 200
    yield dentro
    remoto.sesion.close()


def _codigos(salida: Path) -> tuple[str, str]:
    """The newest codes, once both are there: notices to other people of the demonstration lie beside them."""

    def con_codigo(canal: str) -> list[Path]:
        return [ruta for ruta in (salida / canal).glob("[!.]*") if "digo" in ruta.read_text(encoding="utf-8")]

    hasta_que(lambda: all(con_codigo(canal) for canal in ("correo", "sms")))
    return codigo_de(max(con_codigo("correo"))), codigo_de(max(con_codigo("sms")))


def hasta_que(condicion: Callable[[], bool]) -> None:
    limite = time.monotonic() + LIMITE_S
    while not condicion():
        assert time.monotonic() < limite, "no llegó a cumplirse"
        time.sleep(0.2)


def procesos(texto: str) -> list[int]:
    """Processes of this machine whose command line holds the text."""
    hallados = []
    for carpeta in Path("/proc").glob("[0-9]*"):
        try:
            if texto.encode() in (carpeta / "cmdline").read_bytes() and int(carpeta.name) != os.getpid():
                hallados.append(int(carpeta.name))
        except OSError:
            continue
    return hallados


def trabajadores(portal: Portal) -> list[int]:
    """Every process of Celery of that portal. Their environment would tell it too, but to root alone."""
    portal_pid = json.loads((portal.datos / "portal.json").read_text(encoding="utf-8"))["pid"]
    return [pid for pid in procesos("celery") if portal_pid in _de_quien_viene(pid)]


def _de_quien_viene(pid: int) -> Iterator[int]:
    """Its father, the father of that one, and so on."""
    while pid > 1:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return
        yield pid


def acuse_listo(quien: Dentro, pagina: Respuesta) -> Callable[[], bool]:
    assert pagina.status_code == 200, pagina.content.decode()[:2000]
    folio = pagina.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
    assert re.fullmatch(r"\d{23}", folio), pagina.request["PATH_INFO"]
    return lambda: quien.http.get(f"/acuses/{folio}.pdf").content.startswith(b"%PDF-")


def siguiente(quien: Dentro) -> str:
    estado = quien.http.get("/cobranza/32d/autorizacion/").content.decode()
    return "cancelar" if 'value="cancelar"' in estado else "autorizar"


def todo_concuerda(portal: Portal) -> None:
    revision = portal.manage("revisar_invariantes")
    assert revision.returncode == 0, revision.stderr


def test_el_worker_muere_a_media_tarea(aparte: Portal, quien: Dentro) -> None:
    listos = []
    for pausa in (0.0, 0.03, 0.08):
        listos.append(acuse_listo(quien, quien.hacer(siguiente(quien))))  # type: ignore[arg-type]
        time.sleep(pausa)
        for pid in trabajadores(aparte):
            os.kill(pid, signal.SIGKILL)
    for listo in listos:
        hasta_que(listo)
    todo_concuerda(aparte)


def test_el_broker_no_responde_durante_el_acto(aparte: Portal, quien: Dentro) -> None:
    zocalo = unquote(urlsplit(aparte.entorno["REDIS_URL"]).path)
    (valkey,) = procesos(zocalo)
    preparada = quien.guardar(siguiente(quien))
    os.kill(valkey, signal.SIGSTOP)
    try:
        pagina = quien.firmar(preparada)
    finally:
        os.kill(valkey, signal.SIGCONT)
    hasta_que(acuse_listo(quien, pagina))  # type: ignore[arg-type]
    todo_concuerda(aparte)


def test_el_broker_muere_y_vuelve(aparte: Portal, quien: Dentro) -> None:
    zocalo = unquote(urlsplit(aparte.entorno["REDIS_URL"]).path)
    preparada = quien.guardar(siguiente(quien))
    for pid in procesos(zocalo):
        os.kill(pid, signal.SIGKILL)
    hasta_que(acuse_listo(quien, quien.firmar(preparada)))  # type: ignore[arg-type]
    todo_concuerda(aparte)


def test_postgresql_se_reinicia(aparte: Portal, quien: Dentro) -> None:
    zocalos = parse_qs(urlsplit(aparte.entorno["DATABASE_URL"]).query)["host"][0]
    (pid,) = procesos(zocalos)
    preparada = quien.guardar(siguiente(quien))
    os.kill(pid, signal.SIGINT)
    hasta_que(lambda: pid not in procesos(zocalos))
    hasta_que(lambda: bool(quien.http.get("/readyz").status_code == 200))
    hasta_que(acuse_listo(quien, quien.firmar(preparada)))  # type: ignore[arg-type]
    todo_concuerda(aparte)
