"""The RFCs of which nothing may be said, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpinionNoDisponible(models.Model):
    """An RFC whose facts cannot be read with certainty; it has no verdict while it stands here."""

    rfc = models.CharField("RFC", max_length=13, primary_key=True)
    causa = models.TextField()
    desde = models.DateTimeField()

    class Meta:
        db_table = "opinion_no_disponible"
        verbose_name = _("opinión no disponible")
        verbose_name_plural = _("opiniones no disponibles")

    def __str__(self) -> str:
        return f"{self.rfc} {self.causa}"
