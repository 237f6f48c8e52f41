"""The verdict of each RFC as a stored row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buzon.web.formato import opciones
from opinion.reglas import Motivo, Sentido


def coherentes() -> Q:
    """Return the condition that sentido and annex are those of the reason."""
    condicion = Q()
    for motivo in Motivo:
        condicion |= Q(motivo=motivo.value, sentido=motivo.sentido.value, anexo=motivo.anexo)
    return condicion


class OpinionCalculada(models.Model):
    """What the rules decided of an RFC, from its facts at `calculada_en`. Written only by `services`.

    An RFC whose facts cannot be read has no row: nobody is told an old sense as if it were today's.
    """

    rfc = models.CharField("RFC", max_length=13, primary_key=True)
    sentido = models.CharField(max_length=11, choices=opciones(Sentido))
    motivo = models.CharField(max_length=24, choices=opciones(Motivo))
    anexo = models.PositiveSmallIntegerField()
    version_reglas = models.CharField(_("versión de las reglas"), max_length=16)
    calculada_en = models.DateTimeField()

    class Meta:
        db_table = "opinion_calculada"
        verbose_name = _("opinión calculada")
        verbose_name_plural = _("opiniones calculadas")
        constraints = [models.CheckConstraint(condition=coherentes(), name="opinion_coherente")]

    def __str__(self) -> str:
        return f"{self.rfc} {self.get_sentido_display()}"
