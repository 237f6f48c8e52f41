"""The processes' own role in a real PostgreSQL: it writes rows, and takes no protection away."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.conf import settings as ajustes
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from pytest_django import Settings

from buzon.bitacora.models import Asiento
from buzon.bitacora.services import anotar
from buzon.config import papel

pytestmark = pytest.mark.django_db
SQL = (ajustes.BASE_DIR / "buzon" / "config" / "papeles.sql").read_text(encoding="utf-8")


@pytest.fixture
def cursor() -> Iterator[CursorWrapper]:
    """The two roles over the tables as the migrations left them; all goes with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        cursor.execute(SQL)  # again it changes nothing
        yield cursor
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    ("antes", "dice"),
    [
        ("", ""),
        ("ALTER ROLE buzon_procesos SUPERUSER", "es superusuario"),
        ("ALTER TABLE bitacora_asiento OWNER TO buzon_procesos", "es dueño de tablas"),
        ("GRANT buzon_migraciones TO buzon_procesos", "puede crear tablas"),
        ("GRANT TRUNCATE ON bitacora_asiento TO buzon_procesos", "puede vaciar tablas"),
        ("GRANT TRIGGER ON bitacora_asiento TO buzon_procesos", "puede vaciar tablas"),
        (
            "GRANT SET ON PARAMETER session_replication_role TO buzon_procesos",
            "puede apagar los disparadores",
        ),
    ],
)
def test_un_papel_con_poderes_no_arranca(
    cursor: CursorWrapper, settings: Settings, antes: str, dice: str
) -> None:
    """Nor does it pass `check --deploy`."""
    if antes:
        cursor.execute(antes)
    cursor.execute("SET LOCAL ROLE buzon_procesos")
    dichas = list(papel.objeciones(cursor))
    assert (dice in dichas[0]) if dice else not dichas
    if dice:
        with pytest.raises(ImproperlyConfigured, match=r"«buzon_procesos».*DATABASE_URL_MIGRACIONES"):
            papel._examinar(connection)
    settings.ES_DEMO = False
    assert [
        una.msg
        for una in checks.run_checks(tags=["security"], include_deployment_checks=True)
        if una.id == "buzon.E006"
    ] == dichas


def test_los_derechos_sobre_la_bitacora_se_quitan_tambien_al_migrar(cursor: CursorWrapper) -> None:
    """The compose file makes the roles while there are no tables: those that come get the default rights."""
    tablas = ("bitacora_asiento", "bitacora_lectura", "bitacora_rechazo")
    cursor.execute("GRANT UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO buzon_procesos")
    migracion = import_module("buzon.bitacora.migrations.0004_ni_por_derechos").Migration
    cursor.execute(migracion.operations[0].sql)
    puede = "SELECT has_table_privilege('buzon_procesos', %s, %s)"
    for tabla in tablas:
        for orden in ("UPDATE", "DELETE"):
            cursor.execute(puede, [tabla, orden])
            assert cursor.fetchone() == (tabla == "bitacora_rechazo",), (tabla, orden)


def test_las_pruebas_mismas_entran_con_un_papel_que_produccion_rechaza(cursor: CursorWrapper) -> None:
    assert "es superusuario" in next(papel.objeciones(cursor))


def test_escribe_renglones_y_no_quita_protecciones(cursor: CursorWrapper) -> None:
    cursor.execute("SET LOCAL ROLE buzon_procesos")
    anotar("prueba.papel", ahora=timezone.now())
    assert Asiento.objects.filter(evento="prueba.papel").exists()
    for orden in (
        "UPDATE bitacora_asiento SET evento = 'otro'",
        "DELETE FROM bitacora_asiento",
        "TRUNCATE bitacora_asiento",
        "ALTER TABLE bitacora_asiento DISABLE TRIGGER ALL",
        "DROP TRIGGER sin_delete ON bitacora_asiento",
        "DROP FUNCTION rechazar_cambio() CASCADE",
        "SET LOCAL session_replication_role = replica",
        "CREATE TABLE ajena (x int)",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(orden)
    assert Asiento.objects.filter(evento="prueba.papel").exists()
