"""Every immutable table, column by column, in the database; and the list of them is the one that is written.

The columns of `CAMBIA` are all that its trigger lets through, on a row as it is here: nothing else of any row changes.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from buzon.bitacora import services as bitacora
from buzon.documentos.models import SelloUsado
from buzon.mensajes.services import avisar_al_personal
from tests.arquitectura.todo_lo_suyo import todo_lo_suyo

RAIZ = Path(settings.BASE_DIR)
# By table: which rows are tried, and what its trigger lets change in one of them.
FILAS: dict[str, str] = {
    "promociones_adjunto": "solicitud_id IS NOT NULL OR comunicacion_id IS NOT NULL",
    "promociones_correccion": "estado <> 'PENDIENTE'",
    "documentos_documento": "estado = 'SELLADO'",
}
DISPARADORES = {"sin_update", "sin_delete", "sin_truncate"}
COMO_ESTA = {"estado", "escalada", "subdelegacion_id", "asignada_a_id", "resuelta_en", "sentido_resolucion"}
CAMBIA: dict[str, set[str]] = {
    "actos_actopreparado": {"intentos"},
    "mensajes_mensaje": {"leido_en"},
    "terceros_autorizaciondetercero": {"fin"},
    "terceros_peticion": {"respuesta"},
    "promociones_solicitud": COMO_ESTA | {"resolucion_id"},
}
# Another value than the one that there is, of any type that the tables have.
OTRO = {
    "ARRAY": "array_append({c}, '\\x00')",
    "bigint": "COALESCE({c}, 0) + 1",
    "integer": "COALESCE({c}, 0) + 1",
    "smallint": "COALESCE({c}, 0) + 1",
    "numeric": "COALESCE({c}, 0) + 1",
    "boolean": "NOT COALESCE({c}, false)",
    "bytea": "COALESCE({c}, '') || '\\x00'::bytea",
    "uuid": "gen_random_uuid()",
    "jsonb": """'{{"otra": "cosa"}}'::jsonb""",
    "date": "COALESCE({c}, '2026-01-01') + 1",
    "timestamp with time zone": "COALESCE({c}, '2026-01-01') + interval '1 microsecond'",
}
TEXTO = "CASE WHEN {c} LIKE 'x%' THEN 'y' ELSE 'x' END || substr({c}, 2)"


def _protegidas() -> Iterator[str]:
    """What the migrations protect."""
    for paquete in ("buzon", "autorizacion32d", "opinion", "terceros"):
        for ruta in (RAIZ / paquete).rglob("migrations/*.py"):
            for nodo in ast.walk(ast.parse(ruta.read_text(encoding="utf-8"))):
                if isinstance(nodo, ast.Call) and getattr(nodo.func, "id", "") == "proteger":
                    yield ast.literal_eval(nodo.args[0])


TABLAS = sorted(_protegidas())


def _escritas() -> set[str]:
    texto = (RAIZ / "docs" / "seguridad.md").read_text(encoding="utf-8")
    parrafo = texto.partition("\n## What is immutable\n")[2].partition("\n## ")[0]
    return set(re.findall(r"`(\w+_\w+)`", parrafo))


def _disparadores() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgfoid = 'rechazar_cambio'::regproc AND tgenabled = 'O'"
        )
        hallados: dict[str, set[str]] = {}
        for tabla, nombre in cursor.fetchall():
            hallados.setdefault(tabla, set()).add(nombre)
    return hallados


@pytest.mark.django_db
def test_son_las_que_estan_escritas_y_las_que_hay() -> None:
    assert len(TABLAS) == len(set(TABLAS))
    assert set(TABLAS) == _escritas()
    assert _disparadores() == dict.fromkeys(TABLAS, DISPARADORES)


@pytest.fixture(scope="module")
def una_fila_de_cada(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once; each order is undone, and the last test leaves nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        rfc, ahora = todo_lo_suyo(1).rfc, timezone.now()
        avisar_al_personal("Asunto", texto="Texto", clave="prueba", correos=[], ahora=ahora)
        bitacora.anotar("prueba", ahora=ahora, rfc=rfc, detalle={"a": 1})
        bitacora.anotar_lectura(rfc, autor="alguien", pagina="personal:expediente", ahora=ahora)
        SelloUsado.objects.create(sha256="0" * 64, certificado=b"0", desde=ahora)
        yield
        transaction.set_rollback(True)


def _lo_rechaza(orden: str) -> bool:
    """Whether the table's trigger refuses it; whatever the order does is undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # TRUNCATE is refused while one is to be looked at
            cursor.execute(orden)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "tabla inmutable" in str(error)
    return False


@pytest.mark.django_db
@pytest.mark.usefixtures("una_fila_de_cada")
@pytest.mark.parametrize("tabla", TABLAS)
def test_ni_update_ni_delete_ni_truncate(tabla: str) -> None:
    cuales = FILAS.get(tabla, "true")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {tabla} WHERE {cuales}")
        assert cursor.fetchone()[0] > 0
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [tabla]
        )
        columnas = cursor.fetchall()
    cambian = set()
    for columna, tipo in columnas:
        otro = OTRO.get(tipo, TEXTO).format(c=f'"{columna}"')
        if not _lo_rechaza(f'UPDATE {tabla} SET "{columna}" = {otro} WHERE {cuales}'):
            cambian.add(columna)
    assert cambian == CAMBIA.get(tabla, set())
    assert _lo_rechaza(f"DELETE FROM {tabla} WHERE {cuales}")
    assert _lo_rechaza(f"TRUNCATE {tabla} CASCADE")
