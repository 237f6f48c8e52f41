"""Triggers that make a table append-only: PostgreSQL itself refuses UPDATE, DELETE and TRUNCATE."""

from django.db.migrations import RunSQL

FUNCION = RunSQL(
    sql="""
    CREATE FUNCTION rechazar_cambio() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'tabla inmutable: % no admite %', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    """,
    reverse_sql="DROP FUNCTION rechazar_cambio();",
)


def proteger(tabla: str, *, salvo: str = "", borrable: str = "") -> RunSQL:
    """Return the migration operation that makes `tabla` immutable.

    `salvo` is an SQL condition over OLD and NEW under which an UPDATE is still allowed, `borrable` one over
    OLD under which a DELETE is; TRUNCATE never is.
    """
    condicion = f"WHEN (NOT ({salvo}))" if salvo else ""
    al_borrar = f"WHEN (NOT ({borrable}))" if borrable else ""
    return RunSQL(
        sql=f"""
        CREATE TRIGGER sin_update BEFORE UPDATE ON {tabla}
            FOR EACH ROW {condicion} EXECUTE FUNCTION rechazar_cambio();
        CREATE TRIGGER sin_delete BEFORE DELETE ON {tabla}
            FOR EACH ROW {al_borrar} EXECUTE FUNCTION rechazar_cambio();
        CREATE TRIGGER sin_truncate BEFORE TRUNCATE ON {tabla}
            FOR EACH STATEMENT EXECUTE FUNCTION rechazar_cambio();
        """,
        reverse_sql=f"""
        DROP TRIGGER sin_update ON {tabla}; DROP TRIGGER sin_delete ON {tabla}; DROP TRIGGER sin_truncate ON {tabla};
        """,
    )


def proteger_de_nuevo(tabla: str, *, salvo: str, antes: str) -> RunSQL:
    """Return the migration operation that changes which UPDATE is still allowed on a table already immutable."""
    return _otra_condicion(tabla, "UPDATE", de=antes, a=salvo)


def borrable_de_nuevo(tabla: str, *, borrable: str, antes: str) -> RunSQL:
    """Return the migration operation that changes which DELETE is still allowed on a table already immutable."""
    return _otra_condicion(tabla, "DELETE", de=antes, a=borrable)


def _otra_condicion(tabla: str, orden: str, *, de: str, a: str) -> RunSQL:
    disparador = f"sin_{orden.lower()}"

    def rehacer(condicion: str) -> str:
        return f"""
        DROP TRIGGER {disparador} ON {tabla};
        CREATE TRIGGER {disparador} BEFORE {orden} ON {tabla}
            FOR EACH ROW WHEN (NOT ({condicion})) EXECUTE FUNCTION rechazar_cambio();
        """

    return RunSQL(sql=rehacer(a), reverse_sql=rehacer(de))
