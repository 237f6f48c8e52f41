"""A message, once told, is not changed: only its read mark is."""

from django.db import migrations

from buzon.bitacora.inmutables import proteger

SOLO_LA_MARCA = "to_jsonb(NEW) - 'leido_en' = to_jsonb(OLD) - 'leido_en'"


class Migration(migrations.Migration):
    dependencies = [("mensajes", "0001_bandeja")]

    operations = [proteger("mensajes_mensaje", salvo=SOLO_LA_MARCA)]
