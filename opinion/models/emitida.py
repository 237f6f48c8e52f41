"""The opinions that their holders obtained."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buzon.documentos.models import Documento
from buzon.web.formato import opciones
from opinion.models.calculada import coherentes
from opinion.reglas import Motivo, Sentido


class OpinionEmitida(models.Model):
    """An opinion as it was issued; append-only, written only by `emision`.

    `huella` is the digest of everything that decides it: on one day, the same facts give one opinion.
    """

    rfc = models.CharField("RFC", max_length=13)
    nombre = models.CharField(max_length=255, help_text="as in the certificate of the session")
    curp = models.CharField("CURP", max_length=18, blank=True)
    folio = models.CharField(max_length=23, unique=True)
    sentido = models.CharField(max_length=11, choices=opciones(Sentido))
    motivo = models.CharField(max_length=24, choices=opciones(Motivo))
    anexo = models.PositiveSmallIntegerField()
    version_reglas = models.CharField(_("versión de las reglas"), max_length=16)
    huella = models.CharField(
        max_length=64, help_text="SHA-256 of the canonical facts, person, verdict and rules"
    )
    emitida_en = models.DateTimeField()
    dia = models.DateField(_("día"), help_text="of emitida_en, in Centro")
    vigente_hasta = models.DateTimeField(help_text="23:59:59 of dia, in Centro")
    cadena = models.TextField()
    trabajadores = models.PositiveIntegerField()
    registros = models.JSONField(help_text="every NRP that was looked at")
    ficha = models.JSONField(help_text="what each rule found, in words, as it was shown that day")
    documento = models.OneToOneField(Documento, on_delete=models.PROTECT, related_name="opinion")

    class Meta:
        db_table = "opinion_emitida"
        verbose_name = _("opinión emitida")
        verbose_name_plural = _("opiniones emitidas")
        constraints = [
            models.UniqueConstraint(fields=["rfc", "dia", "huella"], name="emitida_una_por_dia_y_hechos"),
            models.CheckConstraint(condition=coherentes(), name="emitida_coherente"),
            models.CheckConstraint(condition=Q(folio__regex=r"^[0-9]{23}$"), name="emitida_folio"),
            models.CheckConstraint(condition=Q(huella__regex=r"^[0-9a-f]{64}$"), name="emitida_huella"),
            models.CheckConstraint(
                condition=Q(vigente_hasta__gte=models.F("emitida_en") - timedelta(seconds=1)),
                name="emitida_vigencia",
            ),
        ]
        indexes = [
            models.Index(
                fields=["rfc", "-emitida_en"],
                name="emitida_rfc",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.rfc} {self.folio}"

    @property
    def sentido_impreso(self) -> str:
        """The sense in words."""
        return Sentido(self.sentido).impreso

    def resta(self, *, en: datetime) -> timedelta:
        """Return how long it is still valid at an instant; zero or less once its day is over.

        The last second of the day counts to its end.
        """
        return self.vigente_hasta + timedelta(seconds=1) - en
