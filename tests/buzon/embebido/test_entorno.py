"""`manage.py ANY` beside a running portal uses its servers; with none running, a clear sentence."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from buzon.embebido import instancia
from buzon.embebido.errores import ArranqueImposible
from buzon.embebido.instancia import VARIABLES, portal_en_marcha
from tests.buzon.embebido.procesos import raiz

PREGUNTA = (
    "from buzon.config import entorno; entorno.preparar(); import os; print(os.environ['DATABASE_URL'])"
)
NOTA = {"DATABASE_URL": "postgresql://de-la-nota/", "PORT": "8000", "MODO": "demo"}


def _preguntar(datos: Path, **otras: str) -> subprocess.CompletedProcess[str]:
    propio = {clave: valor for clave, valor in os.environ.items() if clave not in VARIABLES}
    propio |= {"BUZON_DATOS": str(datos), "PYTHONPATH": raiz()} | otras
    orden = [sys.executable, "-c", PREGUNTA]
    return subprocess.run(orden, env=propio, capture_output=True, text=True, check=False)


def _dejar_nota(datos: Path, pid: int) -> Path:
    nota = datos / "portal.json"
    nota.write_text(json.dumps({"pid": pid, "entorno": NOTA}))
    (datos / "portal.lock").touch()
    return nota


def _pid_muerto() -> int:
    proceso = subprocess.Popen([sys.executable, "-c", ""])
    proceso.wait()
    return proceso.pid


def test_usa_los_servidores_del_portal_en_marcha(tmp_path: Path) -> None:
    candado = instancia.tomar_candado(tmp_path, atender=lambda: None)
    instancia.dejar_nota(tmp_path, entorno=NOTA | {"HOME": "/root"})
    try:
        assert portal_en_marcha(tmp_path) == NOTA
        assert _preguntar(tmp_path).stdout == "postgresql://de-la-nota/\n"
        assert _preguntar(tmp_path, MODO="demo").stdout == "postgresql://de-la-nota/\n"
        assert _preguntar(tmp_path, MODO="produccion").returncode != 0
    finally:
        os.close(candado)
    assert (tmp_path / "portal.json").stat().st_mode & 0o777 == 0o600


def test_sin_portal_lo_dice_en_una_frase(tmp_path: Path) -> None:
    _dejar_nota(tmp_path, _pid_muerto())
    respuesta = _preguntar(tmp_path)

    assert respuesta.returncode != 0
    assert f"No hay un portal en marcha sobre {tmp_path}: inicia «make portal»" in respuesta.stderr


def test_sin_nota_no_hay_portal(tmp_path: Path) -> None:
    assert portal_en_marcha(tmp_path) is None


def test_la_nota_de_un_proceso_muerto_no_vale(tmp_path: Path) -> None:
    _dejar_nota(tmp_path, _pid_muerto())

    assert portal_en_marcha(tmp_path) is None


def test_un_numero_de_proceso_reciclado_no_vale(tmp_path: Path) -> None:
    _dejar_nota(tmp_path, os.getpid())

    assert portal_en_marcha(tmp_path) is None


@pytest.mark.parametrize(
    "contenido", ["", "{", "[]", '{"pid": "x"}', '{"pid": 1}', '{"pid": 1, "entorno": []}']
)
def test_una_nota_ilegible_no_vale(contenido: str, tmp_path: Path) -> None:
    candado = instancia.tomar_candado(tmp_path, atender=lambda: None)
    _dejar_nota(tmp_path, 1).write_text(contenido)

    assert portal_en_marcha(tmp_path) is None
    os.close(candado)


def test_dos_portales_sobre_los_mismos_datos_no(tmp_path: Path) -> None:
    candado = instancia.tomar_candado(tmp_path, atender=lambda: None)
    instancia.dejar_nota(tmp_path, entorno=NOTA)
    with pytest.raises(
        ArranqueImposible, match=r"Ya hay un portal en marcha sobre .*, en el puerto 8000: deténlo"
    ):
        instancia.tomar_candado(tmp_path, atender=lambda: None)
    os.close(candado)


def test_espera_a_los_hijos_de_un_portal_matado(tmp_path: Path) -> None:
    _dejar_nota(tmp_path, _pid_muerto())
    candado = instancia.tomar_candado(tmp_path, atender=lambda: None)
    esperas: list[None] = []

    def atender() -> None:
        esperas.append(None)
        if len(esperas) == 3:
            os.close(candado)

    os.close(instancia.tomar_candado(tmp_path, atender=atender))
    assert len(esperas) == 3


def test_env_example_nombra_todas_las_variables() -> None:
    ejemplo = Path(raiz(), ".env.example").read_text(encoding="utf-8")

    nombres = {nombre.removesuffix("_FILE") for nombre in VARIABLES} | {"BUZON_DATOS"}
    assert not [
        nombre for nombre in nombres if f"\n{nombre}=" not in ejemplo and f"\n#{nombre}=" not in ejemplo
    ]


def test_lo_que_leen_los_ajustes_llega_a_las_demas_ordenes() -> None:
    """Another command over the same BUZON_DATOS reads what the running portal was told, all of it."""
    ajustes = Path(raiz(), "buzon", "config", "settings.py").read_text(encoding="utf-8")
    leidas = set(re.findall(r'(?:texto|obligatorio|si|env\.\w+|secreto)\(\s*"([A-Z][A-Z0-9_]+)"', ajustes))
    assert len(leidas) > 25
    assert leidas <= set(VARIABLES)


def test_env_example_tal_cual_no_decide_que_nadie_reciba_nada() -> None:
    """Production asks where e-mail and SMS go; «archivo:», by which they go to nobody, is written on purpose."""
    puestas = Path(raiz(), ".env.example").read_text(encoding="utf-8").splitlines()
    assert not [una for una in puestas if una.startswith(("EMAIL_URL", "SMS_URL"))]


def test_los_secretos_vienen_tambien_de_archivos(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://del-archivo/\n")
    respuesta = _preguntar(tmp_path, DATABASE_URL_FILE=str(tmp_path / "url"))

    assert respuesta.stdout == "postgresql://del-archivo/\n"


def test_un_secreto_cuyo_archivo_falta_se_dice_en_una_frase(tmp_path: Path) -> None:
    respuesta = _preguntar(tmp_path, DATABASE_URL_FILE="/no/existe")

    assert "No se pudo leer DATABASE_URL_FILE (/no/existe)" in respuesta.stderr
