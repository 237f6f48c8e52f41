"""A kept connection is examined without a round trip, and one that the server ended is seen to be."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@pytest.fixture
def conexion(transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own, kept between requests as the portal keeps it."""
    propia = connections.create_connection("default")
    propia.ensure_connection()
    yield propia
    propia.close()


def test_una_conexion_viva_sirve(conexion: BaseDatabaseWrapper) -> None:
    with conexion.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert conexion.is_usable()


def test_una_que_el_servidor_cerro_no_sirve_y_se_abre_otra(conexion: BaseDatabaseWrapper) -> None:
    with conexion.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (anterior,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [anterior])
    assert not conexion.is_usable()
    conexion.settings_dict |= {"CONN_HEALTH_CHECKS": True}
    conexion.health_check_enabled, conexion.health_check_done = True, False
    with conexion.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (anterior,)


def test_una_cerrada_no_sirve(conexion: BaseDatabaseWrapper) -> None:
    conexion.close()
    assert not conexion.is_usable()
