"""What the verdict of an RFC was, and since when: the taxpayer's history."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buzon.web.formato import opciones
from opinion.models.corrida import Corrida
from opinion.reglas import Motivo, Sentido

NO_DISPONIBLE = "NO_DISPONIBLE"
_ESTADOS = [*opciones(Sentido), (NO_DISPONIBLE, _("No disponible"))]
_MOTIVOS = opciones(Motivo)


class CambioDeOpinion(models.Model):
    """One change of the verdict of an RFC; append-only, written only beside the verdict itself.

    `de` is null for the first one. `a` is a sentido, or NO_DISPONIBLE (then without reason) from when its facts
    could not be read. A reason that changes within one sentido is a change too.
    """

    rfc = models.CharField("RFC", max_length=13)
    de = models.CharField(max_length=13, null=True, choices=_ESTADOS)  # noqa: DJ001 - null: there was none
    a = models.CharField(max_length=13, choices=_ESTADOS)
    motivo = models.CharField(max_length=24, blank=True, choices=_MOTIVOS)
    version_reglas = models.CharField(_("versión de las reglas"), max_length=16)
    ocurrio_en = models.DateTimeField()
    corrida = models.ForeignKey(
        Corrida, on_delete=models.PROTECT, null=True, db_index=False, related_name="cambios"
    )

    class Meta:
        db_table = "opinion_cambio"
        verbose_name = _("cambio de opinión")
        verbose_name_plural = _("cambios de opinión")
        indexes = [
            models.Index(
                fields=["rfc", "-ocurrio_en"],
                name="cambio_rfc",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
            models.Index(
                fields=["ocurrio_en", "id"],
                name="cambio_de_sentido",
                condition=Q(de__lt=F("a")) | Q(de__gt=F("a")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfc} {self.get_a_display()}"
