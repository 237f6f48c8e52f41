"""`make bench`: take every figure beside its reference, print a table, write BUZON_DATOS/bench.json."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from buzon.embebido.carpetas import crear_privada
from buzon.embebido.recetas import BASE
from tests.bench import arranque, consulta, padron
from tests.bench.entorno import Banco, banco
from tests.bench.medida import Medida, tabla

PEQUENO = 1000
FIRMAS = "from tests.bench.firmas import imprimir; imprimir()"


def medidas() -> Iterator[tuple[str, Medida]]:
    """Yield every figure with its name."""
    patrones = int(os.environ.get("BENCH_PATRONES") or 100_000)
    yield from arranque.medir()
    with banco() as en_marcha:
        firmadas = json.loads(en_marcha.ejecutar("manage.py", "shell", "-v0", "-c", FIRMAS))
        yield from ((nombre, Medida(**cifras)) for nombre, cifras in firmadas.items())
        yield from _a_escala(en_marcha, patrones=patrones)


def _a_escala(banco: Banco, *, patrones: int) -> Iterator[tuple[str, Medida]]:
    """Load and recompute a register of that size, and look it up; the same look-up was first asked of a small one."""
    hay_wrk = consulta.hay_con_que()
    portal = banco.servir("buzon.config.wsgi:application")
    padron.sembrar(banco, patrones=PEQUENO)
    antes = consulta.mediana(banco, portal) if hay_wrk else 0.0
    yield from padron.medir(banco, patrones=patrones)
    if hay_wrk:
        yield "consulta_a_escala", Medida(consulta.mediana(banco, portal), "ms", antes)
        yield from consulta.medir(banco)


def main() -> None:
    """Take the figures, one after the other: nothing else may run meanwhile."""
    tomadas: dict[str, Medida] = {}
    for nombre, medida in medidas():
        tomadas[nombre] = medida
        print(tabla({nombre: medida}).splitlines()[1], flush=True)
    datos = crear_privada(Path(os.environ.get("BUZON_DATOS") or BASE / "var"))
    destino = datos / "bench.json"
    destino.write_text(
        json.dumps({nombre: medida.como_json() for nombre, medida in tomadas.items()}, indent=2) + "\n",
        encoding="utf-8",
    )
    print(f"\n{tabla(tomadas)}\n\n{destino}")


main()
