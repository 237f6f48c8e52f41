"""A correction is decided once and otherwise stays; of an open request also changes who attends to it."""

from importlib import import_module

from django.db import migrations

from buzon.bitacora.inmutables import proteger, proteger_de_nuevo

ANTES = import_module("buzon.promociones.migrations.0002_inmutables").SOLO_COMO_ESTA
_COMO_ESTA = (
    "'{estado,escalada,subdelegacion_id,asignada_a_id,resuelta_en,sentido_resolucion,resolucion_id}'::text[]"
)
SOLO_COMO_ESTA = f"""
OLD.estado <> 'RESUELTA' AND NEW.escalada >= OLD.escalada
AND to_jsonb(NEW) - {_COMO_ESTA} = to_jsonb(OLD) - {_COMO_ESTA}
"""
_DECISION = "'{estado,decidida_por,decidida_en,motivo}'::text[]"
SOLO_AL_DECIDIR = f"""
OLD.estado = 'PENDIENTE' AND NEW.estado <> 'PENDIENTE'
AND to_jsonb(NEW) - {_DECISION} = to_jsonb(OLD) - {_DECISION}
"""


class Migration(migrations.Migration):
    dependencies = [("promociones", "0003_atencion"), ("bitacora", "0001_initial")]

    operations = [
        proteger("promociones_correccion", salvo=SOLO_AL_DECIDIR),
        proteger_de_nuevo("promociones_solicitud", salvo=SOLO_COMO_ESTA, antes=ANTES),
    ]
