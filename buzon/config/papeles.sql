-- The two roles of production's database (docs/operacion.md). Run it as a superuser, connected to the portal's database;
-- again it changes nothing. Passwords are set apart: ALTER ROLE buzon_procesos PASSWORD '…'.
--
-- buzon_migraciones owns the tables and serves `manage.py migrate` alone (DATABASE_URL_MIGRACIONES).
-- buzon_procesos reads and writes rows (DATABASE_URL): it can neither drop nor disable the triggers that keep acts, documents
-- and log as they were written, nor empty a table, nor set session_replication_role.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'buzon_migraciones') THEN
        CREATE ROLE buzon_migraciones LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'buzon_procesos') THEN
        CREATE ROLE buzon_procesos LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
    END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO buzon_migraciones;
GRANT USAGE ON SCHEMA public TO buzon_procesos;

-- What is there already, and what later migrations make.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO buzon_procesos;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO buzon_procesos;
ALTER DEFAULT PRIVILEGES FOR ROLE buzon_migraciones IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO buzon_procesos;
ALTER DEFAULT PRIVILEGES FOR ROLE buzon_migraciones IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO buzon_procesos;

-- Acts and readings of the log are written once: not even their rights say otherwise. Where the roles are made first, a
-- migration does the same (bitacora 0004).
DO $$
BEGIN
    IF to_regclass('public.bitacora_asiento') IS NOT NULL AND to_regclass('public.bitacora_lectura') IS NOT NULL THEN
        REVOKE UPDATE, DELETE ON bitacora_asiento, bitacora_lectura FROM buzon_procesos;
    END IF;
END $$;
