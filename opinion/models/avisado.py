"""Up to when every change of the sentido has been told."""

from django.db import models


class Avisado(models.Model):
    """One row: a pass over the changes that began at `hasta` told all that there was to tell, without a failure."""

    hasta = models.DateTimeField()

    class Meta:
        db_table = "opinion_avisado"
        verbose_name = "avance de los avisos"
        verbose_name_plural = "avance de los avisos"

    def __str__(self) -> str:
        return f"{self.hasta:%Y-%m-%d %H:%M}"
