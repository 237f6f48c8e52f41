"""PostgreSQL itself refuses to change what is immutable, whoever asks."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from buzon.bitacora.models import Asiento
from buzon.bitacora.services import anotar

TABLAS = [
    "bitacora_asiento",
    "bitacora_lectura",
    "actos_actofirmado",
    "autorizacion32d_transicion",
    "documentos_documento",
    "documentos_sellousado",
    "opinion_cambio",
    "opinion_emitida",
    "cuentas_cambiodemedio",
    "mensajes_mensaje",
    "promociones_preparada",
    "promociones_solicitud",
    "promociones_comunicacion",
    "promociones_adjunto",
]


@pytest.fixture
def asiento(db: None) -> Asiento:
    return anotar("prueba", ahora=datetime(2026, 11, 23, tzinfo=UTC), rfc="EKU9003173C9", detalle={"a": 1})


@pytest.mark.parametrize(
    "orden",
    [
        "UPDATE bitacora_asiento SET evento = 'otro'",
        "DELETE FROM bitacora_asiento",
        "TRUNCATE bitacora_asiento",
    ],
)
def test_rechaza_la_orden(asiento: Asiento, orden: str) -> None:
    with (
        pytest.raises(IntegrityError, match="tabla inmutable"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(orden)
    asiento.refresh_from_db()
    assert asiento.evento == "prueba"


def test_tampoco_por_el_orm(asiento: Asiento) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        asiento.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("tabla", TABLAS)
def test_la_tabla_tiene_sus_tres_disparadores(tabla: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", [tabla]
        )
        nombres = {nombre for (nombre,) in cursor.fetchall()}
    assert {"sin_update", "sin_delete", "sin_truncate"} <= nombres
