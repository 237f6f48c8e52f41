from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("promociones", "0004_atencion_inmutable")]

    operations = [
        migrations.AddIndex(
            model_name="correccion",
            index=models.Index(fields=["-decidida_en", "propuesta_en", "id"], name="correccion_por_decidir"),
        ),
    ]
