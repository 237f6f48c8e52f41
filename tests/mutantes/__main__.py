"""`make mutantes`: cosmic-ray over a copy of the tree, a score for each group of the table, every survivor's diff.

SEMILLA repeats a sample (without it, a new one, printed); MUESTRA is the mutants of each group (0: all of them);
GRUPOS, words between spaces, keeps the groups whose name contains one of them.
"""

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from queue import Queue

from cosmic_ray.config import serialize_config
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, WorkerOutcome, WorkResult

from tests.mutantes.tabla import EQUIVALENTES, GRUPOS, OPERADORES_FUERA, Grupo
from tests.servidores import Servidores

RAIZ = Path(__file__).resolve().parent.parent.parent
MUESTRA = 30
NUCLEOS = 2
LO_DEMAS = (
    ".git",
    ".venv",
    ".tools",
    "node_modules",
    "var",
    "estaticos",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
)
SERVIDORES = ("DATABASE_URL", "REDIS_URL")
# Reads the authorities of the SAT, which are not in the checkout.
SIN_CHECKOUT = "respondedores_del_sat"
# Hypothesis draws the same examples in every run where it sees CI.
FIJAS = {"CI": "1", "MODO": "demo", "DJANGO_ALLOW_ASYNC_UNSAFE": "true", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True, slots=True)
class Mutante:
    """One change that was tried, and what became of it."""

    modulo: str
    vive: bool
    tardo: bool
    diferencia: str

    @property
    def equivale(self) -> str:
        """Why no test can tell it from the original, if that is known."""
        lineas = [linea[1:].strip() for linea in self.diferencia.splitlines() if linea.startswith("+")]
        return EQUIVALENTES.get((self.modulo, lineas[-1]), "") if lineas else ""


class Banco:
    """A copy of the tree with servers of its own: what is mutated here is nobody else's."""

    def __init__(self, carpeta: Path) -> None:
        self.carpeta = carpeta
        shutil.copytree(RAIZ, carpeta, symlinks=True, ignore=shutil.ignore_patterns(*LO_DEMAS))
        (carpeta / "node_modules").symlink_to((RAIZ / "node_modules").resolve())
        self.servidores = Servidores()
        self.servidores.iniciar()
        # The run without mutants leaves everything compiled: who compiles it all again starts twice as slowly.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        self.entorno = os.environ | FIJAS | {nombre: os.environ.pop(nombre) for nombre in SERVIDORES}
        self.entorno["BUZON_DATOS"] = str(self.servidores.carpeta / "datos")

    def ejecutar(self, *orden: str) -> subprocess.CompletedProcess[str]:
        """Run a command inside the copy, over its servers."""
        return subprocess.run(
            orden, cwd=self.carpeta, env=self.entorno, capture_output=True, text=True, check=False
        )

    def probar(self, grupo: Grupo, *, muestra: int, semilla: int) -> list[Mutante]:
        """Mutate the modules of a group, one change at a time. Raises RuntimeError where its tests fail anyway."""
        segundos = self._sin_cambios(grupo)
        ajustes, sesion = self.carpeta / f"{grupo.nombre}.toml", self.carpeta / f"{grupo.nombre}.sqlite"
        configuracion = {
            "module-path": list(grupo.modulos),
            "excluded-modules": ["**/apps.py"],
            "timeout": 10 + 5 * segundos,
            "test-command": _orden(grupo),
            "distributor": {"name": "local"},
        }
        ajustes.write_text(serialize_config(configuracion), encoding="utf-8")
        self._cosmic_ray("init", str(ajustes), str(sesion))
        with use_db(str(sesion), WorkDB.Mode.open) as base:
            _muestrear(base, self.carpeta, muestra=muestra, azar=random.Random(f"{semilla} {grupo.nombre}"))
        self._cosmic_ray("exec", str(ajustes), str(sesion))
        with use_db(str(sesion), WorkDB.Mode.open) as base:
            mutantes = list(_leer(base))
        if any(mutante.tardo for mutante in mutantes):
            self._sin_cambios(grupo)  # what was cut short left nothing behind that fails the others
        return mutantes

    def _sin_cambios(self, grupo: Grupo) -> float:
        """Run the tests of a group as the tree stands, and tell how long they take."""
        inicio = time.monotonic()
        pruebas = self.ejecutar(*shlex.split(_orden(grupo)))
        if pruebas.returncode:
            raise RuntimeError(f"{grupo.nombre}: fallan sin mutante alguno\n{pruebas.stdout[-3000:]}")
        return time.monotonic() - inicio

    def _cosmic_ray(self, *argumentos: str) -> None:
        hecho = self.ejecutar(str(Path(sys.executable).parent / "cosmic-ray"), *argumentos)
        if hecho.returncode:
            raise RuntimeError(f"cosmic-ray {argumentos}: {hecho.stderr[-3000:]}")


def _orden(grupo: Grupo) -> str:
    """Return the command that tells whether a mutant of this group is noticed."""
    comun = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    if grupo.puro:
        # Neither the settings of pyproject.toml, nor plugins, nor tests/conftest.py: nothing imports Django.
        carpeta = str(Path(grupo.pruebas[0]).parent)
        sueltas = ["-c", os.devnull, "--rootdir=.", "--import-mode=importlib", f"--confcutdir={carpeta}"]
        sueltas += ["-k", f"not {SIN_CHECKOUT}"]
        return shlex.join(["env", "PYTEST_DISABLE_PLUGIN_AUTOLOAD=1", *comun, *sueltas, *grupo.pruebas])
    return shlex.join([*comun, "-p", "no:randomly", "-p", "no:xdist", "--reuse-db", *grupo.pruebas])


def _muestrear(base: WorkDB, carpeta: Path, *, muestra: int, azar: random.Random) -> None:
    """Leave `muestra` mutants to be tried (0: all) and mark every other as skipped.

    Operators are left out here too: cosmic-ray's own filter commits once a mutant, which takes minutes.
    """
    de_mas = re.compile("|".join(OPERADORES_FUERA))
    pendientes = sorted(
        ((trabajo.mutations[0], trabajo.job_id) for trabajo in base.pending_work_items),
        key=lambda par: (str(par[0].module_path), par[0].operator_name, par[0].occurrence),
    )
    azar.shuffle(pendientes)
    fuera, elegidos = [], 0
    for cambio, trabajo in pendientes:
        if (
            (muestra and elegidos >= muestra)
            or de_mas.match(cambio.operator_name)
            or not _dice_algo(cambio, carpeta)
        ):
            fuera.append(trabajo)
        else:
            elegidos += 1
    base.set_multiple_results(fuera, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))


def _dice_algo(cambio: MutationSpec, carpeta: Path) -> bool:
    """Tell whether a change is worth trying: not in a decorator (frozen, slots, maxsize), and Python all the same.

    cosmic-ray takes the star of keyword-only parameters for a product (any test would notice the SyntaxError), and
    fails with AttributeError on `except` of a dotted name.
    """
    codigo = (carpeta / cambio.module_path).read_text(encoding="utf-8")
    if codigo.splitlines()[cambio.start_pos[0] - 1].lstrip().startswith("@"):
        return False
    try:
        mutado = mutate_code(codigo, get_operator(cambio.operator_name)(), cambio.occurrence)
        compile(mutado or "(", str(cambio.module_path), "exec")
    except (SyntaxError, AttributeError):
        return False
    return True


def _leer(base: WorkDB) -> Iterator[Mutante]:
    for trabajo, resultado in base.completed_work_items:
        if resultado.worker_outcome is WorkerOutcome.SKIPPED:
            continue
        if resultado.worker_outcome is not WorkerOutcome.NORMAL:
            raise RuntimeError(f"{trabajo.mutations[0]}: {resultado.output}")
        yield Mutante(
            str(trabajo.mutations[0].module_path),
            vive=not resultado.is_killed,
            tardo=resultado.output == "timeout",
            diferencia=resultado.diff,
        )


def _contar(mutantes: list[Mutante]) -> str:
    equivalentes = sum(bool(mutante.vive and mutante.equivale) for mutante in mutantes)
    vivos = sum(mutante.vive for mutante in mutantes) - equivalentes
    validos = len(mutantes) - equivalentes
    tardos = sum(mutante.tardo for mutante in mutantes)
    por_ciento = 100 * (validos - vivos) / validos if validos else 100.0
    return f"{validos - vivos:4} de {validos:4} {por_ciento:6.1f} %  equivalentes {equivalentes}, por tiempo {tardos}"


def main() -> int:
    """Try every group, print what was found, and return 1 where a mutant lives that is not known to be equivalent."""
    semilla = int(os.environ.get("SEMILLA") or random.SystemRandom().randrange(10_000))
    muestra = int(os.environ.get("MUESTRA") or MUESTRA)
    palabras = os.environ.get("GRUPOS", "").split() or [""]
    grupos = [grupo for grupo in GRUPOS if any(palabra in grupo.nombre for palabra in palabras)]
    print(f"SEMILLA={semilla} MUESTRA={muestra}", flush=True)
    bancos: Queue[Banco] = Queue()

    def probar(grupo: Grupo) -> list[Mutante]:
        banco = bancos.get()
        try:
            mutantes = banco.probar(grupo, muestra=muestra, semilla=semilla)
        finally:
            bancos.put(banco)
        vivos = [mutante.diferencia for mutante in mutantes if mutante.vive and not mutante.equivale]
        print("\n\n".join([f"{grupo.nombre:24}{_contar(mutantes)}", *vivos]), flush=True)
        return mutantes

    with ExitStack() as al_terminar, ThreadPoolExecutor(NUCLEOS) as hilos:
        carpeta = Path(al_terminar.enter_context(tempfile.TemporaryDirectory(prefix="buzon-mutantes-")))
        for n in range(min(NUCLEOS, len(grupos))):
            banco = Banco(carpeta / str(n))
            al_terminar.callback(banco.servidores.parar)
            bancos.put(banco)
        todos = list(chain.from_iterable(hilos.map(probar, grupos)))
    print(f"\n{'Todo':24}{_contar(todos)}")
    return int(any(mutante.vive and not mutante.equivale for mutante in todos))


if __name__ == "__main__":
    sys.exit(main())
