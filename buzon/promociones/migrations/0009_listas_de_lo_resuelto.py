"""Indexes in the order of the queue: of one office, and of whom a request is assigned to."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("promociones", "0008_correccion_retirada")]

    operations = [
        migrations.AddIndex(
            model_name="solicitud",
            index=models.Index(
                fields=["subdelegacion", "-resuelta_en", "vence_el", "id"],
                name="solicitud_por_oficina",
                include=["presentada_en"],
            ),
        ),
        migrations.AddIndex(
            model_name="solicitud",
            index=models.Index(
                condition=Q(asignada_a__isnull=False),
                fields=["asignada_a", "-resuelta_en", "vence_el", "id"],
                name="solicitud_por_persona",
            ),
        ),
    ]
