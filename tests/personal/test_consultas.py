"""What the staff's room costs: as many queries whatever there is, and each by an index."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buzon.bitacora import services as bitacora
from tests.buzon.padron.fabricas import OFICINA
from tests.personal.expedientes import Expediente
from tests.personal.resueltas import Hecha, crear_solicitudes

pytestmark = pytest.mark.django_db
Cliente = Callable[..., Client]
MAXIMO = 29  # one of them: whether the RFC is of the reader, or of whom they enter for
PEQUENAS = {"padron_subdelegacion", "django_session", "django_content_type", "auth_permission"}
# Indexes of few rows, read whole: what is open, and what waits for its seal.
PARCIALES = {
    "solicitud_abierta",
    "solicitud_asignada",
    "solicitud_de_oficina",
    "documento_pendiente",
    "corrida_terminada",
}
HOJAS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"}


def consultas(quien: Client, ruta: str) -> list[str]:
    with CaptureQueriesContext(connection) as captura:
        assert quien.get(ruta).status_code == 200
    return [una["sql"] for una in captura if not una["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def hojas(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if plan["Node Type"] in HOJAS:
        yield plan
    for hijo in plan.get("Plans", []):
        yield from hojas(hijo)


def sin_indice(sql: str) -> list[str]:
    """Return how each table that no index narrows is read, were reading it whole very dear."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = json.loads(json.dumps(cursor.fetchone()[0]))[0]["Plan"]
    return [
        f"{hoja['Node Type']} {hoja.get('Relation Name')} {hoja.get('Index Name')}"
        for hoja in hojas(plan)
        if "Index Cond" not in hoja
        and hoja.get("Index Name") not in PARCIALES
        and hoja.get("Relation Name") not in PEQUENAS
    ]


def quienes(de_rol: Cliente) -> list[Client]:
    oficina = {"subdelegacion": OFICINA}
    return [de_rol("AUDITORIA"), de_rol("NORMATIVA"), de_rol("SUBDELEGACION", **oficina)]


def _mas(rfc: str) -> None:
    ahora = timezone.now()
    crear_solicitudes([Hecha(ahora, ahora, OFICINA, rfc) for _ in range(30)])
    for _ in range(30):
        bitacora.anotar("prueba", ahora=ahora, rfc=rfc)


def test_las_consultas_no_crecen(expediente: Expediente, de_rol: Cliente) -> None:
    rutas = [reverse("personal:expediente", args=[expediente.rfc]), "/admin/tablero/?dias=365"]
    todos = quienes(de_rol)
    antes = [len(consultas(quien, ruta)) for quien in todos for ruta in rutas]
    _mas(expediente.rfc)
    assert [len(consultas(quien, ruta)) for quien in todos for ruta in rutas] == antes
    assert max(antes) <= MAXIMO, antes


def test_cada_consulta_va_por_un_indice(expediente: Expediente, de_rol: Cliente) -> None:
    _mas(expediente.rfc)
    rutas = [
        *("/admin/expediente/", reverse("personal:expediente", args=[expediente.rfc])),
        *(f"/admin/tablero/?dias={dias}" for dias in (30, 365)),
    ]
    for quien in quienes(de_rol):
        for ruta in rutas:
            lecturas = [sql for sql in consultas(quien, ruta) if sql.startswith("SELECT")]
            assert lecturas, ruta
            for sql in lecturas:
                assert sin_indice(sql) == [], sql


def test_las_figuras_de_lo_resuelto_no_leen_la_tabla(expediente: Expediente, de_rol: Cliente) -> None:
    _mas(expediente.rfc)
    resueltas = [
        sql
        for quien in quienes(de_rol)
        for sql in consultas(quien, "/admin/tablero/")
        if '"resuelta_en" >=' in sql
    ]
    assert resueltas
    for sql in resueltas:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(fila[0] for fila in cursor.fetchall())
        assert re.search("Index Only Scan using solicitud_(resuelta|por_oficina)", plan), plan


# Each list in the order in which it is shown, by an index of whoever looks: no other row is read, and none is sorted.
LISTAS = [
    ({"estado": "RESUELTA"}, "solicitud_por_oficina", "subdelegacion_id"),
    ({"estado": "todas"}, "solicitud_por_oficina", "subdelegacion_id"),
    ({"estado": "todas", "asignacion": "mias"}, "solicitud_por_persona", "asignada_a_id"),
    ({"estado": "RESUELTA", "asignacion": "mias"}, "solicitud_por_persona", "asignada_a_id"),
]


@pytest.mark.parametrize(("pedido", "indice", "columna"), LISTAS)
def test_lo_resuelto_de_una_oficina_va_por_su_indice(
    expediente: Expediente, de_rol: Cliente, pedido: dict[str, str], indice: str, columna: str
) -> None:
    ahora = timezone.now()
    crear_solicitudes([Hecha(ahora, ahora, OFICINA) for _ in range(30)])
    crear_solicitudes([Hecha(ahora, ahora, None) for _ in range(300)])
    quien = de_rol("SUBDELEGACION", subdelegacion=OFICINA)
    ruta = reverse("admin:promociones_solicitud_changelist") + f"?{urlencode(pedido)}"
    (sql,) = [una for una in consultas(quien, ruta) if '"escalada"' in una.partition(" FROM ")[0]]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE promociones_solicitud")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(fila[0] for fila in cursor.fetchall())
    assert "Sort Key" not in plan, plan
    _antes, _usa, despues = plan.partition(f"Index Scan using {indice} on promociones_solicitud")
    assert re.search(rf"Index Cond: \(+{columna}", despues), plan


def test_lo_que_hizo_alguien_va_por_su_indice(de_rol: Cliente) -> None:
    ahora = timezone.now()
    for n in range(300):
        bitacora.anotar("prueba", ahora=ahora, detalle={"autor": f"persona{n % 100}"})
    auditoria = de_rol("AUDITORIA")
    ruta = reverse("admin:bitacora_asiento_changelist") + "?q=persona7"
    sql = next(una for una in consultas(auditoria, ruta) if "'persona7'" in una)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bitacora_asiento")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(fila[0] for fila in cursor.fetchall())
    assert "Index Scan using asiento_autor" in plan, plan
    assert "Index Cond: ((detalle ->> 'autor'" in plan, plan
    assert "Sort Key" not in plan, plan
