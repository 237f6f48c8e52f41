"""The real embedded servers: sockets that nobody else reaches, odd paths, and what they say when they cannot."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from buzon.embebido import carpetas, postgres, valkey
from buzon.embebido.errores import ArranqueImposible
from buzon.embebido.supervisor import Supervisor
from tests.cuidador import borrar_de_fuera

OTRA_CUENTA = 54321


@pytest.fixture(params=["datos con espacios y ñ", "largo-" + "x" * 100])
def datos(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    datos = carpetas.crear_privada(tmp_path / request.param)
    yield datos
    borrar_de_fuera(datos)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path, avisar=print)
    yield supervisor
    supervisor.parar()


def _iniciar_postgres(supervisor: Supervisor, datos: Path) -> postgres.Cluster:
    cluster = postgres.preparar(datos, duradero=False)
    hijo = supervisor.iniciar(cluster.receta(ajustes=(*postgres.SIN_DURABILIDAD, "shared_buffers=16MB")))
    supervisor.esperar(cluster.responde, hijo=hijo, segundos=30)
    return cluster


def _puede_conectar_otra_cuenta(ruta: Path) -> bool:
    codigo = (
        f"import os, socket; os.setuid({OTRA_CUENTA}); socket.socket(socket.AF_UNIX).connect({str(ruta)!r})"
    )
    return subprocess.run([sys.executable, "-c", codigo], capture_output=True, check=False).returncode == 0


def test_postgres_guarda_entre_arranques(supervisor: Supervisor, datos: Path) -> None:
    cluster = _iniciar_postgres(supervisor, datos)
    with psycopg.connect(cluster.url) as conexion:
        conexion.execute("CREATE TABLE prueba AS SELECT 'Ñ & ñ' AS texto")
    supervisor.parar()

    cluster = _iniciar_postgres(supervisor, datos)
    with psycopg.connect(cluster.url) as conexion:
        assert conexion.execute("SELECT texto FROM prueba").fetchone() == ("Ñ & ñ",)
        assert conexion.execute("SHOW listen_addresses").fetchone() == ("",)
    if os.geteuid() == 0:
        assert not _puede_conectar_otra_cuenta(cluster.run / ".s.PGSQL.5432")


def test_valkey_guarda_entre_arranques(supervisor: Supervisor, datos: Path) -> None:
    for esperado in (None, b"1"):
        servidor = valkey.preparar(datos)
        hijo = supervisor.iniciar(servidor.receta())
        supervisor.esperar(servidor.responde, hijo=hijo, segundos=30)
        with redis.Redis.from_url(servidor.url) as cliente:
            assert cliente.get("prueba") == esperado
            assert cliente.config_get("port") == {"port": "0"}
            cliente.set("prueba", 1)
        if os.geteuid() == 0:
            assert not _puede_conectar_otra_cuenta(servidor.socket)
        supervisor.parar()


def test_otra_version_de_postgres_se_dice_en_una_frase(tmp_path: Path) -> None:
    datos = carpetas.crear_privada(tmp_path / "datos")
    cluster = postgres.preparar(datos, duradero=False)
    try:
        (cluster.datos / "PG_VERSION").write_text("9\n")
        with pytest.raises(ArranqueImposible, match="es de PostgreSQL 9 y aquí hay"):
            postgres.preparar(datos)
    finally:
        borrar_de_fuera(datos)


@pytest.mark.parametrize(("variable", "modulo"), [("PG_BIN", postgres), ("VALKEY_BIN", valkey)])
def test_un_programa_nombrado_que_no_sirve_se_dice(
    variable: str, modulo: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "/no/existe")
    with pytest.raises(ArranqueImposible, match=f"{variable}=/no/existe"):
        modulo.preparar(tmp_path)  # type: ignore[attr-defined]


def test_sin_servidor_no_responde(tmp_path: Path) -> None:
    servidor = valkey.preparar(tmp_path)
    assert not servidor.responde()
    with socket.socket(socket.AF_UNIX) as mudo:
        mudo.bind(str(servidor.socket))
        assert not servidor.responde()
