"""Acts and readings are written once: where the processes' role is there already, not even its rights say otherwise."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("bitacora", "0003_rechazos_y_lecturas"),
    ]

    operations = [
        migrations.RunSQL(
            sql="""
            DO $$
            BEGIN
                IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'buzon_procesos') THEN
                    REVOKE UPDATE, DELETE ON bitacora_asiento, bitacora_lectura FROM buzon_procesos;
                END IF;
            END $$;
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
