"""Requests a second of the public look-up, as wrk counts them; every contender in turn, in several rounds."""

import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench.entorno import Banco
from tests.bench.medida import Medida

RONDAS = 5
SEGUNDOS = 3
CONEXIONES = 16
MUESTRA = 5000

_GUION = """
local rfcs = {{}}
for linea in io.lines("{lista}") do rfcs[#rfcs + 1] = linea end
math.randomseed(32)
request = function() return wrk.format("GET", "{ruta}" .. rfcs[math.random(#rfcs)] .. "{final}") end
done = function(resumen, latencia)
  local errores = resumen.errors.status + resumen.errors.timeout
  io.write("errores: " .. errores .. " mediana: " .. math.floor(latencia:percentile(50)) .. "\\n")
end
"""


def algunos(banco: Banco) -> Path:
    """Return a file of RFCs of the register whose opinion is public."""
    lista = banco.carpeta / "rfcs.txt"
    with psycopg.connect(banco.dsn) as conexion:
        filas = conexion.execute(
            "SELECT rfc FROM opinion_calculada JOIN autorizacion32d_autorizacion USING (rfc)"
            " WHERE rfc ~ '^[A-Z0-9]+$' ORDER BY md5(rfc) LIMIT %s",
            [MUESTRA],
        )
        lista.write_text("\n".join(rfc for (rfc,) in filas) + "\n", encoding="ascii")
    return lista


def hay_con_que() -> bool:
    """Tell whether wrk is installed, and say so where it is not."""
    if shutil.which("wrk"):
        return True
    print("Falta wrk (con root, «make bench» lo instala): la consulta no se mide.")
    return False


def medir(banco: Banco) -> Iterator[tuple[str, Medida]]:
    """Yield the three figures of the look-up over the register as it is."""
    crudo = banco.servir("tests.bench.crudo:application")
    portal = banco.servir("tests.bench.wsgi:application")
    contendientes = {
        "crudo": (crudo, "/opinion/", "/"),
        "html": (portal, "/opinion/", "/"),
        "orm": (portal, "/bench/orm/", "/"),
        "json": (portal, "/api/v1/opiniones/", ""),
    }
    ritmos = _correr(contendientes, algunos(banco))
    html, crudos = ritmos["html"], ritmos["crudo"]
    yield "consulta_html", Medida(html, "solicitudes/s", crudos)
    yield "consulta_json", Medida(ritmos["json"], "solicitudes/s", crudos)
    yield "consulta_html_orm", Medida(html, "solicitudes/s", ritmos["orm"])


def mediana(banco: Banco, portal: str) -> float:
    """Return the median milliseconds of a look-up as JSON, over the register as it is."""
    lista = algunos(banco)
    guion = _guion(lista, "mediana", "/api/v1/opiniones/", "")
    _wrk(portal, guion, segundos=1)
    return statistics.median(_wrk(portal, guion, segundos=SEGUNDOS).milisegundos for _ in range(3))


@dataclass(frozen=True, slots=True)
class Ritmo:
    """What wrk counted: requests a second, and the median time of one in milliseconds."""

    por_segundo: float
    milisegundos: float


def _correr(contendientes: Mapping[str, tuple[str, str, str]], lista: Path) -> dict[str, float]:
    guiones = {
        nombre: _guion(lista, nombre, ruta, final) for nombre, (_url, ruta, final) in contendientes.items()
    }
    ritmos: dict[str, list[float]] = {nombre: [] for nombre in contendientes}
    for ronda in range(RONDAS + 1):
        for nombre, (url, _ruta, _final) in contendientes.items():
            ritmo = _wrk(url, guiones[nombre], segundos=SEGUNDOS if ronda else 1)
            if ronda:
                ritmos[nombre].append(ritmo.por_segundo)
    return {nombre: statistics.median(medidos) for nombre, medidos in ritmos.items()}


def _guion(lista: Path, nombre: str, ruta: str, final: str) -> Path:
    guion = lista.with_name(f"{nombre}.lua")
    guion.write_text(_GUION.format(lista=lista, ruta=ruta, final=final), encoding="utf-8")
    return guion


def _wrk(url: str, guion: Path, *, segundos: int) -> Ritmo:
    orden = ["wrk", "-t1", f"-c{CONEXIONES}", f"-d{segundos}s", "-s", str(guion), url]
    salida = subprocess.run(orden, check=True, capture_output=True, text=True).stdout
    cifras = re.search(r"errores: (\d+) mediana: (\d+)", salida)
    ritmo = re.search(r"Requests/sec:\s+([\d.]+)", salida)
    if ritmo is None or cifras is None or int(cifras[1]):
        raise RuntimeError(f"wrk: respuestas que no son 200\n{salida}")
    return Ritmo(float(ritmo[1]), int(cifras[2]) / 1000)
