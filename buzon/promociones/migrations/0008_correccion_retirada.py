"""Whoever proposed a correction may withdraw it; only a withdrawn one is decided by its proposer."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("promociones", "0007_rotulos")]

    operations = [
        migrations.AlterField(
            model_name="correccion",
            name="estado",
            field=models.CharField(
                choices=[
                    ("PENDIENTE", "Por aprobar"),
                    ("APROBADA", "Aprobada"),
                    ("RECHAZADA", "Rechazada"),
                    ("RETIRADA", "Retirada"),
                ],
                default="PENDIENTE",
                max_length=9,
                verbose_name="estado",
            ),
        ),
        migrations.RemoveConstraint(model_name="correccion", name="correccion_decidida_completa"),
        migrations.RemoveConstraint(model_name="correccion", name="correccion_dos_personas"),
        migrations.AddConstraint(
            model_name="correccion",
            constraint=models.CheckConstraint(
                condition=Q(estado="PENDIENTE", decidida_por="", decidida_en=None, motivo="")
                | (
                    Q(estado__in=["APROBADA", "RETIRADA"], decidida_en__isnull=False, motivo="")
                    | Q(estado="RECHAZADA", decidida_en__isnull=False) & ~Q(motivo="")
                )
                & ~Q(decidida_por=""),
                name="correccion_decidida_completa",
            ),
        ),
        migrations.AddConstraint(
            model_name="correccion",
            constraint=models.CheckConstraint(
                condition=Q(estado="RETIRADA", decidida_por=F("propuesta_por"))
                | ~Q(estado="RETIRADA") & ~Q(decidida_por=F("propuesta_por")),
                name="correccion_dos_personas",
            ),
        ),
    ]
