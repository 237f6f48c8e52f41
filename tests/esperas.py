"""Waiting for what should come, instead of for a while."""

import time
from collections.abc import Callable

from django.db import connection

ESPERA_S = 60
"""For what should come and does not: it measures nothing."""

ESPERA_MS = ESPERA_S * 1000
"""The same, as Playwright counts."""


def esperar_a(condicion: Callable[[], bool], *, segundos: float = ESPERA_S) -> bool:
    """Wait until it holds; tell whether it came to hold."""
    limite = time.monotonic() + segundos
    while not condicion():
        if time.monotonic() > limite:
            return False
        time.sleep(0.02)
    return True


def alguien_espera() -> bool:
    """Tell whether another connection to this database waits for a lock; also within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])
