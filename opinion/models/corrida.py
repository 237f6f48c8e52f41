"""A recomputation of every RFC at once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EstadoDeCorrida(models.TextChoices):
    """How a run stands; only a finished one changed anything."""

    EN_MARCHA = "EN_MARCHA", _("En marcha")
    TERMINADA = "TERMINADA", _("Terminada")
    FALLIDA = "FALLIDA", _("Fallida")


class OrigenDeCorrida(models.TextChoices):
    """Who asked for a run."""

    NOCTURNA = "nocturna", _("Nocturna")
    ORDEN = "orden", _("Orden del personal")
    CARGA = "carga", _("Carga del padrón")


class Corrida(models.Model):
    """One national run. Its row says EN_MARCHA from before it begins, so that a run that dies leaves a trace.

    The end of the last finished run is when every stored verdict was last known to hold.
    """

    iniciada_en = models.DateTimeField()
    terminada_en = models.DateTimeField(null=True)
    estado = models.CharField(
        max_length=9, choices=EstadoDeCorrida.choices, default=EstadoDeCorrida.EN_MARCHA
    )
    origen = models.CharField(max_length=8, choices=OrigenDeCorrida.choices)
    version_reglas = models.CharField(_("versión de las reglas"), max_length=16)
    leidas = models.PositiveIntegerField(_("leídas"), default=0)
    cambiadas = models.PositiveIntegerField(default=0)
    positivas = models.PositiveIntegerField(default=0)
    negativas = models.PositiveIntegerField(default=0)
    sin_opinion = models.PositiveIntegerField(_("sin opinión"), default=0)
    no_disponibles = models.PositiveIntegerField(default=0)
    segundos = models.DecimalField(max_digits=9, decimal_places=3, default=0)
    muestra_revisada = models.PositiveIntegerField(default=0)
    muestra_discrepante = models.PositiveIntegerField(default=0)
    falla = models.CharField(max_length=255, blank=True)

    class Meta:
        db_table = "opinion_corrida"
        verbose_name = _("recálculo nacional")
        verbose_name_plural = _("recálculos nacionales")
        indexes = [
            models.Index(
                "terminada_en", name="corrida_terminada", condition=Q(estado=EstadoDeCorrida.TERMINADA.value)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado=EstadoDeCorrida.EN_MARCHA.value, terminada_en=None)
                | Q(
                    estado__in=[EstadoDeCorrida.TERMINADA.value, EstadoDeCorrida.FALLIDA.value],
                    terminada_en__isnull=False,
                ),
                name="corrida_estado_coherente",
            ),
            models.CheckConstraint(
                condition=Q(origen__in=OrigenDeCorrida.values), name="corrida_origen_conocido"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.get_estado_display()}"
