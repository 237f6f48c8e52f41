"""The national run: recalculo.sql decides every RFC at once, and only what changed is written.

One transaction, so that a look-up sees the verdicts of before or of after. It takes its turn before its snapshot:
whoever recomputes one RFC (`services.recalcular_rfc`) has committed, or waits for the run and then reads its facts.
Look-ups take part in none of it and never wait.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from buzon.bitacora import services as bitacora
from buzon.valores.fechas import dia_en_centro
from buzon.web.tareas import encolar
from opinion import muestra
from opinion.errores import CorridaEnCurso
from opinion.models import Corrida, EstadoDeCorrida, OrigenDeCorrida
from opinion.reglas import VERSION
from opinion.services import AVISAR_CAMBIOS

registro = logging.getLogger(__name__)

VEREDICTOS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
"""The verdict of every RFC: a bare SELECT with the parameters `hoy` and `version`."""

_CERROJO = (34, 1)  # 32 holds an RFC (padron.services), 33 a load (padron.carga.services)
# Joins over millions of rows; with PostgreSQL's own 4 MB each would go through the disk.
_MEMORIA = "SET LOCAL work_mem = '64MB'"
_TURNO = "LOCK TABLE opinion_calculada IN SHARE ROW EXCLUSIVE MODE"
_LEER = f"CREATE TEMPORARY TABLE veredicto AS {VEREDICTOS}"

# What asks for some write: a verdict that is new or other, facts that cannot be read, an RFC that nobody answers for.
# `a` and `a_motivo` go to the history: an RFC that left the register is what the rules say of one outside it.
_COMPARAR = """
    CREATE TEMPORARY TABLE veredicto_pendiente AS
    SELECT rfc, nuevo.sentido, nuevo.motivo, nuevo.anexo, nuevo.causa, nuevo.version_reglas,
           anterior.sentido AS de, anterior.motivo AS de_motivo,
           CASE WHEN nuevo.causa IS NOT NULL THEN 'NO_DISPONIBLE' ELSE coalesce(nuevo.sentido, 'SIN_OPINION') END AS a,
           CASE WHEN nuevo.causa IS NOT NULL THEN '' ELSE coalesce(nuevo.motivo, 'SIN_REGISTRO_PATRONAL') END
               AS a_motivo
      FROM veredicto AS nuevo FULL JOIN opinion_calculada AS anterior USING (rfc)
     WHERE nuevo.causa IS NOT NULL
        OR (nuevo.sentido, nuevo.motivo, nuevo.anexo, nuevo.version_reglas)
           IS DISTINCT FROM (anterior.sentido, anterior.motivo, anterior.anexo, anterior.version_reglas)
"""
# How much is pending differs from night to night, and the plans of what follows with it.
_MEDIR = "ANALYZE veredicto_pendiente"
# Where no verdict is stored, what there was before is the last of the history: by its id, which follows the turns.
_HISTORIAR = """
    WITH ultimo AS (
        SELECT DISTINCT ON (rfc) rfc, cambio.a, cambio.motivo
          FROM opinion_cambio AS cambio JOIN veredicto_pendiente AS pendiente USING (rfc)
         WHERE pendiente.de IS NULL
         ORDER BY rfc, cambio.id DESC
    )
    INSERT INTO opinion_cambio (rfc, de, a, motivo, version_reglas, ocurrio_en, corrida_id)
    SELECT rfc, coalesce(pendiente.de, ultimo.a), pendiente.a, pendiente.a_motivo, %(version)s, %(ahora)s, %(corrida)s
      FROM veredicto_pendiente AS pendiente LEFT JOIN ultimo USING (rfc)
     WHERE (coalesce(pendiente.de, ultimo.a), coalesce(pendiente.de_motivo, ultimo.motivo))
           IS DISTINCT FROM (pendiente.a, pendiente.a_motivo)
"""
_GUARDAR = """
    INSERT INTO opinion_calculada AS calculada (rfc, sentido, motivo, anexo, version_reglas, calculada_en)
    SELECT rfc, sentido, motivo, anexo, version_reglas, %(ahora)s FROM veredicto_pendiente WHERE motivo IS NOT NULL
    ON CONFLICT (rfc) DO UPDATE
       SET sentido = excluded.sentido, motivo = excluded.motivo, anexo = excluded.anexo,
           version_reglas = excluded.version_reglas, calculada_en = excluded.calculada_en
"""
_RETIRAR = """
    DELETE FROM opinion_calculada AS calculada
     USING veredicto_pendiente AS pendiente
     WHERE calculada.rfc = pendiente.rfc AND pendiente.motivo IS NULL
"""
_SENALAR = """
    INSERT INTO opinion_no_disponible AS senalada (rfc, causa, desde)
    SELECT rfc, causa, %(ahora)s FROM veredicto_pendiente WHERE causa IS NOT NULL
    ON CONFLICT (rfc) DO UPDATE SET causa = excluded.causa WHERE senalada.causa <> excluded.causa
"""
_QUITAR_SENAL = """
    DELETE FROM opinion_no_disponible AS senalada
     WHERE NOT EXISTS (
           SELECT FROM veredicto_pendiente AS pendiente
            WHERE pendiente.rfc = senalada.rfc AND pendiente.causa IS NOT NULL)
"""
_CONTAR = """
    SELECT count(*) AS leidas,
           count(*) FILTER (WHERE sentido = 'POSITIVA') AS positivas,
           count(*) FILTER (WHERE sentido = 'NEGATIVA') AS negativas,
           count(*) FILTER (WHERE sentido = 'SIN_OPINION') AS sin_opinion,
           count(causa) AS no_disponibles
      FROM veredicto
"""
_TIRAR = "DROP TABLE veredicto, veredicto_pendiente"


@dataclass(frozen=True, slots=True)
class Cronometro:
    """Time that passed since the instant that the caller read from the clock."""

    ahora: datetime
    inicio: float = field(default_factory=time.perf_counter)

    def sellar(self, corrida: Corrida) -> None:
        """Set on a run how long it took and when it ended."""
        corrida.segundos = round(time.perf_counter() - self.inicio, 3)
        corrida.terminada_en = self.ahora + timedelta(seconds=float(corrida.segundos))


def recalcular_opiniones(*, ahora: datetime, origen: OrigenDeCorrida) -> Corrida:
    """Recompute every RFC as of the day of `ahora` in Centro and return the finished run, its sample checked.

    Raises CorridaEnCurso where another one is on its way. Any other failure leaves a FALLIDA row and nothing else.
    """
    with _unica():
        # The lock is ours: what is still said to run was killed.
        Corrida.objects.filter(estado=EstadoDeCorrida.EN_MARCHA).update(
            estado=EstadoDeCorrida.FALLIDA, terminada_en=ahora, falla="Se interrumpió."
        )
        corrida = Corrida.objects.create(iniciada_en=ahora, origen=origen, version_reglas=VERSION)
        cronometro = Cronometro(ahora)
        try:
            leida = muestra.tomar()
            _correr(corrida, cronometro=cronometro)
        # Whatever ends it, the soft time limit of its task and Ctrl-C too, is to be read in its row.
        except BaseException as error:
            _fallar(corrida, error=error, cronometro=cronometro)
            raise
        _revisar_sin_fallar(corrida, leida=leida)
    return corrida


@contextmanager
def _unica() -> Iterator[None]:
    """Hold a lock of the session, which ends with it whatever happens, over the run's several transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", _CERROJO)
        if not cursor.fetchone()[0]:
            raise CorridaEnCurso
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", _CERROJO)


@transaction.atomic(durable=True)
def _correr(corrida: Corrida, *, cronometro: Cronometro) -> None:
    hoy = dia_en_centro(cronometro.ahora)
    datos: dict[str, Any] = {"hoy": hoy, "version": VERSION, "ahora": cronometro.ahora, "corrida": corrida.pk}
    with connection.cursor() as cursor:
        for orden in (_MEMORIA, _TURNO):
            cursor.execute(orden)
        for orden in (_LEER, _COMPARAR, _MEDIR, _HISTORIAR, _SENALAR, _QUITAR_SENAL):
            cursor.execute(orden, datos)
        for orden in (_GUARDAR, _RETIRAR):
            cursor.execute(orden, datos)
            corrida.cambiadas += cursor.rowcount
        cuentas = _una_fila(cursor, _CONTAR)
        cursor.execute(_TIRAR)
    for nombre, cuantas in cuentas.items():
        setattr(corrida, nombre, cuantas)
    corrida.estado = EstadoDeCorrida.TERMINADA
    cronometro.sellar(corrida)
    corrida.save(force_update=True)
    detalle = {"corrida": corrida.pk, "origen": corrida.origen, "cambiadas": corrida.cambiadas, **cuentas}
    bitacora.anotar("opinion.recalculo", ahora=cronometro.ahora, detalle=detalle)
    if corrida.cambiadas:
        encolar(AVISAR_CAMBIOS)


def _una_fila(cursor: Any, orden: str) -> dict[str, int]:
    cursor.execute(orden)
    return dict(zip((columna.name for columna in cursor.description), cursor.fetchone(), strict=True))


def _fallar(corrida: Corrida, *, error: BaseException, cronometro: Cronometro) -> None:
    # Where it was the connection that failed, this is told on another one.
    connection.close_if_unusable_or_obsolete()
    fin = Corrida()
    cronometro.sellar(fin)
    # Only if it is still said to run: one whose commit was done, but not answered, stands as finished.
    Corrida.objects.filter(pk=corrida.pk, estado=EstadoDeCorrida.EN_MARCHA).update(
        estado=EstadoDeCorrida.FALLIDA,
        terminada_en=fin.terminada_en,
        segundos=fin.segundos,
        falla=f"{type(error).__name__}: {error}"[:255],
    )


def _revisar_sin_fallar(corrida: Corrida, *, leida: muestra.Muestra) -> None:
    """What was recomputed is committed: a check that cannot be made is an alarm too, and takes nothing back."""
    try:
        _revisar(corrida, leida=leida)
    except Exception:
        corrida.muestra_revisada = corrida.muestra_discrepante = 0
        registro.exception("La muestra del recálculo %s no se pudo revisar", corrida.pk)


@transaction.atomic
def _revisar(corrida: Corrida, *, leida: muestra.Muestra) -> None:
    """Store how the sample came out. A discrepancy is an alarm: the run stands."""
    hoy = dia_en_centro(corrida.iniciada_en)
    corrida.muestra_revisada, discrepantes = muestra.comparar(leida, hoy=hoy)
    corrida.muestra_discrepante = len(discrepantes)
    corrida.save(update_fields=["muestra_revisada", "muestra_discrepante"])
    if discrepantes:
        registro.error(
            "El recálculo %s no coincide con las reglas en %s RFC: la bitácora dice cuáles",
            corrida.pk,
            len(discrepantes),
        )
        detalle = {"corrida": corrida.pk, "rfcs": discrepantes}
        bitacora.anotar("opinion.discrepancia", ahora=corrida.iniciada_en, detalle=detalle)
