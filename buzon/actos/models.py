"""Signed acts: what was prepared for signature, and what was signed (immutable)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ActoPreparado(models.Model):
    """The exact text that a person is asked to sign, valid for a while and for one signature."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tramite = models.CharField(max_length=60)
    rfc = models.CharField(max_length=13)
    nombre = models.CharField(max_length=255)
    representante_rfc = models.CharField(max_length=13, blank=True)
    folio = models.CharField(max_length=23, unique=True)
    nonce = models.CharField(max_length=43, unique=True)
    cadena = models.TextField()
    certificado_sha256 = models.CharField(max_length=64)
    titulo = models.CharField(max_length=200, help_text="title of its acuse")
    apartado = models.CharField(max_length=120, help_text="place of the menu, under the acuse's heading")
    manifestacion = models.TextField(help_text="the legend that is signed")
    campos = models.JSONField(default=list, help_text="ordered [label, value] pairs of its acuse")
    escrito = models.TextField(
        blank=True, default="", help_text="what the person wrote; printed whole and attached to its acuse"
    )
    plazo_dias = models.PositiveSmallIntegerField(
        null=True,
        help_text="natural days, from the day after the signature, in which it is to be answered",
    )
    precedente = models.CharField(
        max_length=23,
        blank=True,
        help_text="folio of the last act of the same matter when this one was prepared",
    )
    creado_en = models.DateTimeField()
    vence_en = models.DateTimeField()
    intentos = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("acto preparado")
        verbose_name_plural = _("actos preparados")
        constraints = [
            models.CheckConstraint(condition=Q(folio__regex=r"^\d{23}$"), name="preparado_folio_23")
        ]
        indexes = [models.Index(fields=["rfc", "-creado_en"], name="preparado_rfc")]

    def __str__(self) -> str:
        return f"{self.tramite} {self.folio}"


class ActoFirmado(models.Model):
    """A signed act with its evidence. PostgreSQL refuses to change or delete it."""

    preparado = models.OneToOneField(ActoPreparado, on_delete=models.PROTECT, related_name="firmado")
    folio = models.CharField(max_length=23, unique=True)
    tramite = models.CharField(max_length=60)
    rfc = models.CharField(max_length=13)
    nombre = models.CharField(max_length=255)
    representante_rfc = models.CharField(max_length=13, blank=True)
    cadena = models.TextField()
    # What proves it is kept whole, so that it can be verified when the account, the certificate and the CRL are gone.
    firma = models.BinaryField()
    firmado_en = models.DateTimeField()
    certificado = models.BinaryField(help_text="the signer's certificate, DER as received")
    certificado_numero = models.CharField(max_length=20)
    certificado_sha256 = models.CharField(max_length=64)
    certificado_desde = models.DateTimeField()
    certificado_hasta = models.DateTimeField()
    emisores = ArrayField(models.BinaryField(), help_text="DER of the path, from the issuer to the anchor")
    revocacion = models.JSONField(help_text="what was asked about revocation, whom, when, and the answer")

    class Meta:
        verbose_name = _("acto firmado")
        verbose_name_plural = _("actos firmados")
        ordering = ["-firmado_en"]
        indexes = [models.Index(fields=["rfc", "tramite", "-firmado_en"], name="acto_rfc_tramite")]

    def __str__(self) -> str:
        return f"{self.tramite} {self.folio}"
