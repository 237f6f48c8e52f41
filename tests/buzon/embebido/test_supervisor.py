"""The supervisor keeps children alive, stops them in time, and leaves none behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from buzon.embebido.errores import ArranqueImposible, Detenido
from buzon.embebido.supervisor import Supervisor
from tests.buzon.embebido.procesos import (
    DORMIR,
    SORDO,
    SUPERVISADO,
    Reloj,
    leer_pids,
    receta,
    vive,
)
from tests.esperas import ESPERA_S, esperar_a

LIMITE_DEL_PARO_S = 10


@pytest.fixture
def avisos() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, avisos: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path, avisar=avisos.append)
    yield supervisor
    supervisor.parar()


@pytest.fixture
def reloj(monkeypatch: pytest.MonkeyPatch) -> Reloj:
    """The supervisor's clock, that moves only with its naps."""
    reloj = Reloj()
    monkeypatch.setattr("buzon.embebido.supervisor.time", reloj)
    return reloj


@pytest.fixture
def supervisado(
    request: pytest.FixtureRequest, lanzar: Callable[..., "subprocess.Popen[bytes]"], tmp_path: Path
) -> "subprocess.Popen[bytes]":
    """A supervisor in a process of its own, with two children and a grandchild."""
    (tmp_path / "registros").mkdir()
    proceso = lanzar(sys.executable, SUPERVISADO, tmp_path, *getattr(request, "param", []))
    assert esperar_a(lambda: len(leer_pids(tmp_path)) == 3)
    return proceso


def _atender_hasta(supervisor: Supervisor, condicion: object) -> bool:
    def ya() -> bool:
        supervisor.atender()
        return bool(condicion())  # type: ignore[operator]

    return esperar_a(ya)


def test_el_hijo_muerto_vuelve_y_se_avisa(supervisor: Supervisor, avisos: list[str]) -> None:
    hijo = supervisor.iniciar(receta(DORMIR))
    assert hijo.proceso is not None
    primero = hijo.proceso.pid
    os.kill(primero, signal.SIGKILL)

    assert _atender_hasta(supervisor, lambda: hijo.proceso and hijo.proceso.pid != primero)
    assert len(avisos) == 1
    assert "ficticio terminó (código -9); vuelve en 0.5 s" in avisos[0]


def test_el_nieto_no_sobrevive_al_hijo_que_muere(supervisor: Supervisor, tmp_path: Path) -> None:
    marca = tmp_path / "nieto"
    codigo = (
        "import os, pathlib, time; pid = os.fork()\n"
        f"pathlib.Path({str(marca)!r}).write_text(str(os.getpid())) if pid == 0 else None\n"
        "time.sleep(600)"
    )
    hijo = supervisor.iniciar(receta(codigo))
    assert esperar_a(lambda: marca.exists() and marca.read_text() != "")
    assert hijo.proceso is not None
    os.kill(hijo.proceso.pid, signal.SIGKILL)

    assert _atender_hasta(supervisor, lambda: not vive(int(marca.read_text())))


def test_el_que_muere_siempre_espera_cada_vez_mas(supervisor: Supervisor, reloj: Reloj) -> None:
    hijo = supervisor.iniciar(receta("pass"))
    esperas = []
    for _ in range(8):
        assert _atender_hasta(supervisor, lambda: hijo.proceso is None)
        esperas.append(hijo.reintento - reloj.ahora)
        reloj.ahora = hijo.reintento - 0.01
        supervisor.atender()
        assert hijo.proceso is None
        reloj.ahora = hijo.reintento
        supervisor.atender()
        assert hijo.proceso is not None

    assert esperas == pytest.approx([0.5, 1, 2, 4, 8, 16, 30, 30])


def test_un_programa_que_no_existe_no_arranca(supervisor: Supervisor) -> None:
    inexistente = receta(DORMIR).__class__(nombre="fantasma", orden=["/no/existe"])
    with pytest.raises(ArranqueImposible, match="No se pudo iniciar fantasma"):
        supervisor.iniciar(inexistente)


def test_esperar_en_vano_muestra_el_final_del_registro(supervisor: Supervisor) -> None:
    hijo = supervisor.iniciar(receta("print('así no', flush=True); import time; time.sleep(600)"))
    assert esperar_a(lambda: "así no" in supervisor.registro_de("ficticio").read_text())
    with pytest.raises(ArranqueImposible, match=r"ficticio no respondió(.|\n)*así no"):
        supervisor.esperar(lambda: False, hijo=hijo, segundos=0.1)


def test_un_paso_que_falla_muestra_su_registro(supervisor: Supervisor) -> None:
    with pytest.raises(ArranqueImposible, match=r"paso terminó con código 3(.|\n)*por esto"):
        supervisor.ejecutar(
            receta("print('por esto'); raise SystemExit(3)", nombre="paso"), segundos=ESPERA_S
        )


def test_un_paso_sin_fin_se_corta(supervisor: Supervisor) -> None:
    with pytest.raises(ArranqueImposible, match=r"paso no terminó en 0\.3 s"):
        supervisor.ejecutar(receta(DORMIR, nombre="paso"), segundos=0.3)


def test_pedir_el_paro_corta_un_paso(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, avisar=print, debe_parar=lambda: True)
    with pytest.raises(Detenido):
        supervisor.ejecutar(receta(DORMIR, nombre="paso"), segundos=ESPERA_S)


def test_la_tanda_alta_para_antes(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("buzon.embebido.supervisor.PACIENCIA_POR_TANDA_S", ESPERA_S)
    orden = tmp_path / "orden"
    codigo = (
        "import signal, sys, time\n"
        f"def fin(*_): open({str(orden)!r}, 'a').write(NOMBRE); sys.exit()\n"
        "signal.signal(signal.SIGTERM, fin); print('listo', flush=True); time.sleep(600)"
    )
    for nombre, tanda in (("base", 0), ("web", 1)):
        supervisor.iniciar(receta(f"NOMBRE = '{nombre} '\n{codigo}", nombre=nombre, tanda=tanda))
    assert esperar_a(lambda: all("listo" in (tmp_path / f"{n}.log").read_text() for n in ("base", "web")))
    supervisor.parar()

    assert orden.read_text() == "web base "


def test_los_sordos_se_matan_a_tiempo(supervisor: Supervisor, reloj: Reloj, tmp_path: Path) -> None:
    procesos = []
    for nombre, tanda in (("base", 0), ("web", 1), ("worker", 1)):
        hijo = supervisor.iniciar(receta(SORDO, nombre=nombre, tanda=tanda))
        assert esperar_a(lambda: "listo" in (tmp_path / f"{nombre}.log").read_text())  # noqa: B023
        procesos.append(hijo.proceso)
    supervisor.parar()

    assert [proceso.returncode for proceso in procesos if proceso] == [-signal.SIGKILL] * 3
    assert reloj.ahora <= LIMITE_DEL_PARO_S


@pytest.mark.parametrize(
    ("supervisado", "senal"),
    [([], signal.SIGINT), (["sordo"], signal.SIGTERM)],
    indirect=["supervisado"],
    ids=["INT", "TERM con un hijo sordo"],
)
def test_la_senal_para_todo(
    supervisado: subprocess.Popen[bytes], senal: signal.Signals, tmp_path: Path
) -> None:
    supervisado.send_signal(senal)
    supervisado.send_signal(senal)

    assert supervisado.wait(ESPERA_S) == 0
    assert not [pid for pid in leer_pids(tmp_path) if vive(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="los hijos se leen en /proc")
def test_con_nohup_cerrar_la_terminal_no_lo_para(
    lanzar: Callable[..., "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    (tmp_path / "registros").mkdir()
    proceso = lanzar(sys.executable, SUPERVISADO, tmp_path, ignora=[signal.SIGHUP])
    assert esperar_a(lambda: len(leer_pids(tmp_path)) == 3)
    proceso.send_signal(signal.SIGHUP)
    os.kill(int(_hijos_de(proceso.pid)[0]), signal.SIGKILL)

    assert esperar_a(lambda: len(leer_pids(tmp_path)) > 3)
    proceso.send_signal(signal.SIGTERM)
    assert proceso.wait(ESPERA_S) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="PDEATHSIG es de Linux")
def test_matar_al_supervisor_termina_a_sus_hijos(
    supervisado: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    hijos = [int(pid) for pid in _hijos_de(supervisado.pid)]
    assert len(hijos) == 2
    supervisado.kill()
    supervisado.wait()

    assert esperar_a(lambda: not [pid for pid in hijos if vive(pid)])


def _hijos_de(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
