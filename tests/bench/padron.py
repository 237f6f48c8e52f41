"""The register at size: seconds to load it and to recompute every opinion, and the memory of the job itself."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from buzon.embebido.recetas import BASE
from buzon.padron.carga.esquema import ARCHIVOS
from opinion.reglas import VERSION
from tests.bench.entorno import Banco
from tests.bench.medida import Medida
from tests.buzon.padron.generado import vaciado

SEMILLA = 32
VEREDICTOS = (BASE / "opinion" / "recalculo.sql").read_text(encoding="utf-8")
_AUTORIZAR = """
    INSERT INTO autorizacion32d_autorizacion (rfc, estado, nombre, folio, ultimo_folio, autorizada_en)
    SELECT rfc, 'AUTORIZADA', nombre, lpad(n::text, 23, '1'), lpad(n::text, 23, '1'), now()
      FROM (SELECT rfc, nombre, row_number() OVER () AS n FROM padron_patron) AS patron
    ON CONFLICT (rfc) DO NOTHING
"""
# One RFC in a hundred has a credit more that counts, or one less.
_CAMBIAR = """
    UPDATE padron_creditofiscal SET situacion = CASE situacion WHEN 'PAGADO' THEN 'FIRME' ELSE 'PAGADO' END
     WHERE id IN (SELECT min(credito.id) FROM padron_creditofiscal AS credito
                    JOIN padron_registropatronal AS registro USING (nrp)
                   GROUP BY registro.rfc ORDER BY md5(registro.rfc)
                   LIMIT (SELECT count(*) / 100 FROM padron_patron))
"""
# The whole job, its check of a sample included; what the interpreter takes to load Django is not the job.
_RECALCULAR = """
import time
from django.utils import timezone
from opinion.models import OrigenDeCorrida
from opinion.recalculo import recalcular_opiniones
antes = time.monotonic()
recalcular_opiniones(ahora=timezone.now(), origen=OrigenDeCorrida.ORDEN)
print(time.monotonic() - antes)
"""


@dataclass(frozen=True, slots=True)
class Trabajo:
    """One command, as its process ran: seconds, megabytes at its peak, and what it printed."""

    segundos: float
    megabytes: float
    dicho: str


def generar(banco: Banco, *, patrones: int) -> Path:
    """Write the files of a made-up register."""
    carpeta = banco.carpeta / f"padron-{patrones}"
    orden = (
        "generar_padron",
        "--patrones",
        str(patrones),
        "--semilla",
        str(SEMILLA),
        "--carpeta",
        str(carpeta),
    )
    correr(banco, *orden)
    return carpeta


def correr(banco: Banco, *orden: str) -> Trabajo:
    """Run a command of `manage.py` and weigh its process."""
    antes = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "manage.py", *orden],
        cwd=BASE,
        env=banco.entorno,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as proceso:
        assert proceso.stdout is not None
        dicho = proceso.stdout.read()
        _, estado, uso = os.wait4(proceso.pid, 0)
        proceso.returncode = os.waitstatus_to_exitcode(estado)
    if proceso.returncode:
        raise RuntimeError(f"{' '.join(orden)}: {dicho}")
    return Trabajo(time.monotonic() - antes, uso.ru_maxrss / 1024, dicho)


def autorizar(banco: Banco) -> None:
    """Have everybody in the register authorise, so that the look-up finds whom it asks for."""
    with psycopg.connect(banco.dsn, autocommit=True) as conexion:
        conexion.execute(_AUTORIZAR)
        conexion.execute("VACUUM ANALYZE")


def sembrar(banco: Banco, *, patrones: int) -> None:
    """Load a register without measuring anything."""
    correr(banco, "importar_padron", str(generar(banco, patrones=patrones)))
    autorizar(banco)
    correr(banco, "recalcular_opiniones")


def medir(banco: Banco, *, patrones: int) -> Iterator[tuple[str, Medida]]:
    """Yield the three figures; the register stays loaded, with everybody authorised."""
    carpeta = generar(banco, patrones=patrones)
    copiado = _copia_desnuda(banco, carpeta)
    carga = correr(banco, "importar_padron", str(carpeta))
    yield "carga", Medida(carga.segundos, "s", copiado)
    autorizar(banco)
    primero = correr(banco, "recalcular_opiniones")
    with psycopg.connect(banco.dsn, autocommit=True) as conexion:
        conexion.execute(_CAMBIAR)
        conexion.execute("VACUUM ANALYZE")
    recalculo = correr(banco, "shell", "-v0", "-c", _RECALCULAR)
    yield "recalculo", Medida(float(recalculo.dicho), "s", _veredicto_desnudo(banco))
    megabytes = max(carga.megabytes, primero.megabytes, recalculo.megabytes)
    yield "memoria", Medida(megabytes, "MB")


def _copia_desnuda(banco: Banco, carpeta: Path) -> float:
    """Return the seconds of a bare COPY of the same files into the same tables, which end empty."""
    with psycopg.connect(banco.dsn, autocommit=True) as conexion:
        conexion.execute("DELETE FROM cuentas_personal")  # the demo's staff, who are of offices
        conexion.execute(vaciado(archivo.tabla for archivo in ARCHIVOS))
        antes = time.monotonic()
        with conexion.transaction(), conexion.cursor() as cursor:
            for archivo in ARCHIVOS:
                destino = ", ".join(columna.en_tabla for columna in archivo.columnas)
                vacios = ", ".join(
                    c.en_tabla for c in archivo.columnas if not c.obligatoria and c.tipo == "text"
                )
                opcion = f", FORCE_NOT_NULL ({vacios})" if vacios else ""
                orden = f"COPY {archivo.tabla} ({destino}) FROM STDIN WITH (FORMAT csv, HEADER true{opcion})"
                with (carpeta / f"{archivo.nombre}.csv").open("rb") as abierto, cursor.copy(orden) as copia:
                    while trozo := abierto.read(io.DEFAULT_BUFFER_SIZE * 128):
                        copia.write(trozo)
        segundos = time.monotonic() - antes
        conexion.execute(vaciado(archivo.tabla for archivo in ARCHIVOS))
        conexion.execute("VACUUM ANALYZE")
    return segundos


def _veredicto_desnudo(banco: Banco) -> float:
    """Return the seconds of CREATE TABLE AS over the verdict's SELECT, with the memory that the job asks for."""
    with psycopg.connect(banco.dsn) as conexion:
        conexion.execute("SET LOCAL work_mem = '64MB'")
        antes = time.monotonic()
        conexion.execute(
            f"CREATE TABLE veredicto_desnudo AS {VEREDICTOS}", {"hoy": "2026-11-23", "version": VERSION}
        )
        segundos = time.monotonic() - antes
        conexion.rollback()
    return segundos
