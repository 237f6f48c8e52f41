"""What the staff works with: texts to answer with, and corrections of the register that two persons decide."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buzon.promociones.models.solicitud import Solicitud
from buzon.promociones.reglas import TEXTO_MAXIMO, Asunto
from buzon.web.formato import opciones


class Plantilla(models.Model):
    """A text that the staff may start an answer from; Normativa keeps them."""

    titulo = models.CharField(_("título"), max_length=120, unique=True)
    asunto = models.CharField(
        _("asunto"),
        max_length=20,
        blank=True,
        choices=opciones(Asunto),
        help_text=_("Ninguno: sirve para todos."),
    )
    texto = models.TextField(_("texto"), max_length=TEXTO_MAXIMO)
    activa = models.BooleanField(_("activa"), default=True)

    class Meta:
        verbose_name = _("plantilla de respuesta")
        verbose_name_plural = _("plantillas de respuesta")
        ordering = ["titulo"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asunto="") | Q(asunto__in=[asunto.value for asunto in Asunto]),
                name="plantilla_asunto",
            )
        ]

    def __str__(self) -> str:
        return self.titulo


class EstadoDeCorreccion(models.TextChoices):
    """Where a correction stands; it is decided once."""

    PENDIENTE = "PENDIENTE", _("Por aprobar")
    APROBADA = "APROBADA", _("Aprobada")
    RECHAZADA = "RECHAZADA", _("Rechazada")
    RETIRADA = "RETIRADA", _("Retirada")


class Correccion(models.Model):
    """A resolution that changes facts of the register: one person proposes it, another one decides.

    Whoever proposed it may withdraw it. Append-only but for the decision, which is written once.
    """

    solicitud = models.ForeignKey(Solicitud, on_delete=models.PROTECT, related_name="correcciones")
    cambios = models.JSONField(help_text="what changes: {clase, clave, campo, de, a} of each")
    texto = models.TextField(help_text="of the resolution, which is procedente")
    propuesta_por = models.CharField(max_length=150, help_text="username")
    propuesta_en = models.DateTimeField()
    estado = models.CharField(
        _("estado"), max_length=9, choices=EstadoDeCorreccion.choices, default=EstadoDeCorreccion.PENDIENTE
    )
    decidida_por = models.CharField(max_length=150, blank=True, help_text="username")
    decidida_en = models.DateTimeField(null=True)
    motivo = models.TextField(blank=True, help_text="why it was turned down")

    class Meta:
        verbose_name = _("corrección del padrón")
        verbose_name_plural = _("correcciones del padrón")
        permissions = [
            ("proponer_correccion", "Puede proponer una corrección del padrón"),
            ("aprobar_correccion", "Puede aprobar una corrección del padrón"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado=EstadoDeCorreccion.PENDIENTE, decidida_por="", decidida_en=None, motivo="")
                | (
                    Q(
                        estado__in=[EstadoDeCorreccion.APROBADA, EstadoDeCorreccion.RETIRADA],
                        decidida_en__isnull=False,
                        motivo="",
                    )
                    | Q(estado=EstadoDeCorreccion.RECHAZADA, decidida_en__isnull=False) & ~Q(motivo="")
                )
                & ~Q(decidida_por=""),
                name="correccion_decidida_completa",
            ),
            models.CheckConstraint(
                condition=Q(estado=EstadoDeCorreccion.RETIRADA, decidida_por=F("propuesta_por"))
                | ~Q(estado=EstadoDeCorreccion.RETIRADA) & ~Q(decidida_por=F("propuesta_por")),
                name="correccion_dos_personas",
            ),
            models.UniqueConstraint(
                fields=["solicitud"],
                condition=Q(estado=EstadoDeCorreccion.PENDIENTE),
                name="correccion_una_pendiente",
            ),
        ]
        indexes = [
            models.Index(
                fields=["propuesta_en"],
                condition=Q(estado=EstadoDeCorreccion.PENDIENTE),
                name="correccion_pendiente",
            ),
            models.Index(fields=["-decidida_en", "propuesta_en", "id"], name="correccion_por_decidir"),
        ]

    def __str__(self) -> str:
        return f"{self.solicitud.folio} {self.get_estado_display()}"
