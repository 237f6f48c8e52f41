"""The database role of the processes: it reads and writes rows, and can take no protection away."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper

# What a role may do that a process must not, as the end of the sentence «DATABASE_URL entra con «…», que …».
_PODERES = """
SELECT
    rolsuper,
    EXISTS (
        SELECT FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND pg_has_role(current_user, relowner, 'MEMBER')
    ),
    has_schema_privilege('public', 'CREATE'),
    EXISTS (
        SELECT FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND (has_table_privilege(oid, 'TRUNCATE') OR has_table_privilege(oid, 'TRIGGER'))
    ),
    has_parameter_privilege('session_replication_role', 'SET'),
    current_user
FROM pg_roles WHERE rolname = current_user
"""
_DICHOS = (
    "es superusuario",
    "es dueño de tablas",
    "puede crear tablas",
    "puede vaciar tablas o ponerles disparadores",
    "puede apagar los disparadores",
)


def objeciones(cursor: CursorWrapper) -> Iterator[str]:
    """Yield a sentence where the role of this connection has more power than its rows."""
    cursor.execute(_PODERES)
    *poderes, papel = cursor.fetchone()
    if sobran := [dicho for tiene, dicho in zip(poderes, _DICHOS, strict=True) if tiene]:
        yield (
            f"DATABASE_URL entra a la base con el papel «{papel}», que {sobran[0]}: usa uno que sólo lea y escriba "
            "filas (buzon/config/papeles.sql), y deja el otro en DATABASE_URL_MIGRACIONES."
        )


def exigir_papel_sin_poderes() -> None:
    """Raise ImproperlyConfigured where this process's role could take a protection away.

    A database that does not answer yet is no reason not to start: its first connection is then examined.
    """
    connection_created.connect(_examinar)
    with suppress(OperationalError):
        connection.ensure_connection()
    connection.close()


def _examinar(connection: BaseDatabaseWrapper, **_: Any) -> None:
    with connection.cursor() as cursor:
        for objecion in objeciones(cursor):
            raise ImproperlyConfigured(objecion)
    connection_created.disconnect(_examinar)
