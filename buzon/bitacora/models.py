"""The append-only log."""

from django.db import models
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _


class Asiento(models.Model):
    """One entry of the log; its number is the sequence of the table, taken in the act's own transaction."""

    evento = models.CharField(max_length=80)
    rfc = models.CharField(max_length=13, blank=True)
    detalle = models.JSONField(default=dict, blank=True)
    creado_en = models.DateTimeField()

    class Meta:
        verbose_name = _("asiento")
        verbose_name_plural = _("asientos")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["rfc", "-id"], name="asiento_rfc"),
            models.Index(
                KT("detalle__autor"),
                models.F("id").desc(),
                name="asiento_autor",
                condition=models.Q(detalle__has_key="autor"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.evento}"
