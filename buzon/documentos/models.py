"""Documents: what was drawn and sealed, kept whole in the database."""

import uuid

from django.db import models
from django.db.models import Q

from buzon.actos.models import ActoFirmado


class Clase(models.TextChoices):
    """What kind of document it is."""

    ACUSE = "acuse", "Acuse"


class Estado(models.TextChoices):
    """A document is born with its act and gets its PDF a moment later."""

    PENDIENTE = "PENDIENTE", "Pendiente de sello"
    SELLADO = "SELLADO", "Sellado"


class Documento(models.Model):
    """A document with its folio and code; once sealed PostgreSQL refuses any change to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clase = models.CharField(max_length=12, choices=Clase.choices)
    folio = models.CharField(max_length=23)
    codigo = models.CharField(max_length=39, unique=True, help_text="160 bits in base32, in groups of four")
    rfc = models.CharField(max_length=13)
    acto = models.OneToOneField(
        ActoFirmado, on_delete=models.PROTECT, null=True, blank=True, related_name="documento"
    )
    estado = models.CharField(max_length=9, choices=Estado.choices, default=Estado.PENDIENTE)
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    tamano = models.PositiveIntegerField(null=True, help_text="bytes")
    paginas = models.PositiveSmallIntegerField(null=True)
    creado_en = models.DateTimeField()
    encolado_en = models.DateTimeField(help_text="when its sealing was last asked for")
    sellado_en = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "documento"
        verbose_name_plural = "documentos"
        ordering = ["-creado_en"]
        constraints = [
            models.UniqueConstraint(fields=["clase", "folio"], name="documento_clase_folio"),
            models.CheckConstraint(condition=Q(folio__regex=r"^\d{23}$"), name="documento_folio_23"),
            models.CheckConstraint(
                condition=Q(
                    estado=Estado.PENDIENTE, pdf=None, sha256="", tamano=None, paginas=None, sellado_en=None
                )
                | Q(
                    estado=Estado.SELLADO,
                    pdf__isnull=False,
                    sha256__regex=r"^[0-9a-f]{64}$",
                    tamano__isnull=False,
                    paginas__isnull=False,
                    sellado_en__isnull=False,
                ),
                name="documento_sellado_completo",
            ),
        ]
        indexes = [
            models.Index(fields=["rfc", "-creado_en"], name="documento_rfc"),
            models.Index(fields=["folio"], name="documento_folio"),
            models.Index(fields=["sha256"], name="documento_sha256", condition=Q(estado=Estado.SELLADO)),
            models.Index(
                fields=["encolado_en"], name="documento_pendiente", condition=Q(estado=Estado.PENDIENTE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clase} {self.folio}"

    @property
    def esta_sellado(self) -> bool:
        """Whether it has its PDF."""
        return self.estado == Estado.SELLADO
