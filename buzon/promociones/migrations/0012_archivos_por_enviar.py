"""The files of a message are kept while it is written; then they may be taken away, or sent with it."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from buzon.bitacora.inmutables import borrable_de_nuevo, proteger_de_nuevo

ANTES = import_module("buzon.promociones.migrations.0002_inmutables")
SIN_PRESENTAR_NI_ENVIAR = f"{ANTES.DE_BORRADOR} OR OLD.por_enviar_id IS NOT NULL"
SOLO_AL_PRESENTAR_O_ENVIAR = f"""
({ANTES.SOLO_AL_PRESENTAR} AND OLD.por_enviar_id IS NULL AND NEW.por_enviar_id IS NULL)
OR (OLD.por_enviar_id IS NOT NULL AND NEW.por_enviar_id IS NULL AND NEW.comunicacion_id IS NOT NULL
    AND (NEW.id, NEW.nombre, NEW.tipo, NEW.tamano, NEW.sha256, NEW.contenido, NEW.agregado_en)
      = (OLD.id, OLD.nombre, OLD.tipo, OLD.tamano, OLD.sha256, OLD.contenido, OLD.agregado_en))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("promociones", "0011_version_del_borrador"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="adjunto",
            name="adjunto_de_uno",
        ),
        migrations.AddField(
            model_name="adjunto",
            name="por_enviar",
            field=models.ForeignKey(
                help_text="of the message that the taxpayer is writing about it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="por_enviar",
                to="promociones.solicitud",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjunto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("borrador__isnull", False),
                        ("comunicacion", None),
                        ("por_enviar", None),
                        ("solicitud", None),
                    ),
                    models.Q(
                        ("borrador", None),
                        ("comunicacion", None),
                        ("por_enviar", None),
                        ("solicitud__isnull", False),
                    ),
                    models.Q(
                        ("borrador", None),
                        ("comunicacion__isnull", False),
                        ("por_enviar", None),
                        ("solicitud", None),
                    ),
                    models.Q(
                        ("borrador", None),
                        ("comunicacion", None),
                        ("por_enviar__isnull", False),
                        ("solicitud", None),
                    ),
                    _connector="OR",
                ),
                name="adjunto_de_uno",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjunto",
            constraint=models.UniqueConstraint(
                fields=("por_enviar", "sha256"), name="adjunto_una_vez_por_enviar"
            ),
        ),
        proteger_de_nuevo(
            "promociones_adjunto", salvo=SOLO_AL_PRESENTAR_O_ENVIAR, antes=ANTES.SOLO_AL_PRESENTAR
        ),
        borrable_de_nuevo("promociones_adjunto", borrable=SIN_PRESENTAR_NI_ENVIAR, antes=ANTES.DE_BORRADOR),
    ]
