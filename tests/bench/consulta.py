"""Requests a second of the public look-up, as wrk counts them; every contender in turn, in several rounds."""

import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg

from tests.bench.entorno import Banco
from tests.bench.medida import Medida

RONDAS = 5
SEGUNDOS = 3
CONEXIONES = 16
MUESTRA = 5000

_POBLAR = """
    WITH padron AS (
        SELECT n, 'BEN' || to_char(date '1990-01-01' + (n %% 10000), 'YYMMDD')
                  || lpad(upper(to_hex(n / 10000)), 2, '0') || (n %% 10) AS rfc
          FROM generate_series(0, %(cuantos)s - 1) AS n
    ), opiniones AS (
        INSERT INTO opinion_calculada (rfc, sentido, motivo, anexo, version_reglas, calculada_en)
        SELECT rfc, 'POSITIVA', 'AL_CORRIENTE', 2, 'bench', now() FROM padron
    )
    INSERT INTO autorizacion32d_autorizacion (rfc, estado, nombre, folio, ultimo_folio, autorizada_en)
    SELECT rfc, 'AUTORIZADA', 'EMPRESA ' || n || ' SA DE CV', lpad(n::text, 23, '1'), lpad(n::text, 23, '1'), now()
      FROM padron
"""
_GUION = """
local rfcs = {{}}
for linea in io.lines("{lista}") do rfcs[#rfcs + 1] = linea end
math.randomseed(32)
request = function() return wrk.format("GET", "{ruta}" .. rfcs[math.random(#rfcs)] .. "{final}") end
done = function(resumen) io.write("errores: " .. resumen.errors.status + resumen.errors.timeout .. "\\n") end
"""


def poblar(banco: Banco, *, patrones: int) -> Path:
    """Fill the tables that the look-up reads with `patrones` rows, and return a file of some of their RFCs."""
    lista = banco.carpeta / "rfcs.txt"
    with psycopg.connect(banco.dsn, autocommit=True) as conexion:
        conexion.execute(_POBLAR, {"cuantos": patrones})
        conexion.execute("VACUUM ANALYZE")
        filas = conexion.execute(
            "SELECT rfc FROM autorizacion32d_autorizacion WHERE rfc LIKE 'BEN%%' ORDER BY md5(rfc) LIMIT %s",
            [MUESTRA],
        )
        lista.write_text("\n".join(rfc for (rfc,) in filas) + "\n", encoding="ascii")
    return lista


def medir(banco: Banco, *, patrones: int) -> Iterator[tuple[str, Medida]]:
    """Yield the three figures of the look-up; nothing where wrk is not installed."""
    if shutil.which("wrk") is None:
        print("Falta wrk (con root, «make bench» lo instala): la consulta no se mide.")
        return
    lista = poblar(banco, patrones=patrones)
    crudo = banco.servir("tests.bench.crudo:application")
    portal = banco.servir("tests.bench.wsgi:application")
    contendientes = {
        "crudo": (crudo, "/opinion/", "/"),
        "html": (portal, "/opinion/", "/"),
        "orm": (portal, "/bench/orm/", "/"),
        "json": (portal, "/api/v1/opiniones/", ""),
    }
    ritmos = _correr(contendientes, lista)
    html, crudos = ritmos["html"], ritmos["crudo"]
    yield "consulta_html", Medida(html, "solicitudes/s", crudos)
    yield "consulta_json", Medida(ritmos["json"], "solicitudes/s", crudos)
    yield "consulta_html_orm", Medida(html, "solicitudes/s", ritmos["orm"])


def _correr(contendientes: Mapping[str, tuple[str, str, str]], lista: Path) -> dict[str, float]:
    guiones = {}
    for nombre, (_url, ruta, final) in contendientes.items():
        guiones[nombre] = lista.with_name(f"{nombre}.lua")
        guiones[nombre].write_text(_GUION.format(lista=lista, ruta=ruta, final=final), encoding="ascii")
    ritmos: dict[str, list[float]] = {nombre: [] for nombre in contendientes}
    for ronda in range(RONDAS + 1):
        for nombre, (url, _ruta, _final) in contendientes.items():
            ritmo = _wrk(url, guiones[nombre], segundos=SEGUNDOS if ronda else 1)
            if ronda:
                ritmos[nombre].append(ritmo)
    return {nombre: statistics.median(medidos) for nombre, medidos in ritmos.items()}


def _wrk(url: str, guion: Path, *, segundos: int) -> float:
    orden = ["wrk", "-t1", f"-c{CONEXIONES}", f"-d{segundos}s", "-s", str(guion), url]
    salida = subprocess.run(orden, check=True, capture_output=True, text=True).stdout
    errores, ritmo = re.search(r"errores: (\d+)", salida), re.search(r"Requests/sec:\s+([\d.]+)", salida)
    if ritmo is None or errores is None or int(errores[1]):
        raise RuntimeError(f"wrk: respuestas que no son 200\n{salida}")
    return float(ritmo[1])
