"""What was filed and said stays; of a request only how it stands changes, and nothing once it is resolved."""

from django.db import migrations

from buzon.bitacora.inmutables import proteger

_COMO_ESTA = "'{estado,escalada,subdelegacion_id,resuelta_en,sentido_resolucion,resolucion_id}'::text[]"
SOLO_COMO_ESTA = f"""
OLD.estado <> 'RESUELTA' AND NEW.escalada >= OLD.escalada
AND to_jsonb(NEW) - {_COMO_ESTA} = to_jsonb(OLD) - {_COMO_ESTA}
"""
DE_BORRADOR = "OLD.borrador_id IS NOT NULL"
SOLO_AL_PRESENTAR = f"""
{DE_BORRADOR} AND NEW.borrador_id IS NULL AND NEW.solicitud_id IS NOT NULL AND NEW.comunicacion_id IS NULL
AND (NEW.id, NEW.nombre, NEW.tipo, NEW.tamano, NEW.sha256, NEW.contenido, NEW.agregado_en)
  = (OLD.id, OLD.nombre, OLD.tipo, OLD.tamano, OLD.sha256, OLD.contenido, OLD.agregado_en)
"""


class Migration(migrations.Migration):
    dependencies = [("promociones", "0001_initial"), ("bitacora", "0001_initial")]

    operations = [
        proteger("promociones_preparada"),
        proteger("promociones_solicitud", salvo=SOLO_COMO_ESTA),
        proteger("promociones_comunicacion"),
        proteger("promociones_adjunto", salvo=SOLO_AL_PRESENTAR, borrable=DE_BORRADOR),
    ]
