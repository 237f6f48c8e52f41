"""The present authorisation of each RFC, and every transition that led to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from autorizacion32d.reglas import Estado
from buzon.actos.models import ActoFirmado
from buzon.web.formato import opciones

_ESTADOS = opciones(Estado)


class Autorizacion(models.Model):
    """One row an RFC: what the public look-up may say. Written only by `tramite.AutorizacionDeOpinion`."""

    rfc = models.CharField(max_length=13, unique=True)
    estado = models.CharField(max_length=16, choices=_ESTADOS)
    nombre = models.CharField(max_length=255, blank=True, help_text="as in the certificate of the act")
    folio = models.CharField(
        max_length=23, blank=True, help_text="of the authorisation in force, or the last one"
    )
    ultimo_folio = models.CharField(max_length=23, blank=True, help_text="of the last act, whichever it was")
    autorizada_en = models.DateTimeField(null=True)
    cancelada_en = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("autorización")
        verbose_name_plural = _("autorizaciones")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    estado=Estado.SIN_AUTORIZACION, autorizada_en=None, cancelada_en=None, ultimo_folio=""
                )
                | Q(
                    estado=Estado.AUTORIZADA,
                    autorizada_en__isnull=False,
                    cancelada_en=None,
                    folio__regex=r"^\d{23}$",
                )
                | Q(estado=Estado.CANCELADA, autorizada_en__isnull=False, cancelada_en__isnull=False),
                name="autorizacion_estado_coherente",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rfc} {self.get_estado_display()}"


class Transicion(models.Model):
    """One change of state, made by one signed act; append-only."""

    autorizacion = models.ForeignKey(Autorizacion, on_delete=models.PROTECT, related_name="transiciones")
    acto = models.OneToOneField(ActoFirmado, on_delete=models.PROTECT, related_name="transicion_32d")
    de = models.CharField(max_length=16, choices=_ESTADOS)
    a = models.CharField(max_length=16, choices=_ESTADOS)
    ocurrida_en = models.DateTimeField()

    class Meta:
        verbose_name = _("transición")
        verbose_name_plural = _("transiciones")
        ordering = ["-ocurrida_en"]
        indexes = [models.Index(fields=["ocurrida_en", "a"], name="transicion_por_dia")]

    def __str__(self) -> str:
        return f"{self.get_de_display()} → {self.get_a_display()}"
