"""One load of the register: who asked for it, which files, how far it went, what it changed or why it did not."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buzon.valores.marcas import Rotulado, marcado
from buzon.web.formato import opciones


class EstadoCarga(Rotulado):
    """Where a load stands; only a TERMINADA changed the register."""

    EN_COLA = "EN_COLA", marcado("En cola")
    EN_MARCHA = "EN_MARCHA", marcado("En marcha")
    TERMINADA = "TERMINADA", marcado("Terminada")
    RECHAZADA = "RECHAZADA", marcado("Rechazada: los archivos tienen errores")
    FALLIDA = "FALLIDA", marcado("Fallida")


ABIERTAS = (EstadoCarga.EN_COLA, EstadoCarga.EN_MARCHA)


class Carga(models.Model):
    """Written only by `carga.services`; kept for good."""

    autor = models.CharField(max_length=150)
    simulacro = models.BooleanField(default=False, help_text=_("todo se revisa y nada se guarda"))
    completo = models.BooleanField(
        default=False, help_text=_("lo que no viene en los archivos sale del padrón")
    )
    estado = models.CharField(max_length=10, choices=opciones(EstadoCarga))
    fase = models.CharField(max_length=80, blank=True)
    avance = models.PositiveSmallIntegerField(default=0, help_text=_("de 0 a 100"))
    archivos = models.JSONField(default=list)
    cambios = models.JSONField(default=dict)
    errores = models.JSONField(default=list)
    hay_mas_errores = models.BooleanField(default=False)
    falla = models.CharField(max_length=200, blank=True)
    pedida_en = models.DateTimeField()
    movida_en = models.DateTimeField()
    terminada_en = models.DateTimeField(null=True)

    class Meta:
        db_table = "padron_carga"
        verbose_name = _("carga del padrón")
        verbose_name_plural = _("cargas del padrón")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(avance__lte=100), name="carga_avance"),
            models.CheckConstraint(
                condition=Q(estado__in=[e.value for e in ABIERTAS], terminada_en=None)
                | (~Q(estado__in=[e.value for e in ABIERTAS]) & Q(terminada_en__isnull=False)),
                name="carga_terminada_coherente",
            ),
        ]

    def __str__(self) -> str:
        return f"Carga {self.pk}"

    @property
    def esta_abierta(self) -> bool:
        """Whether it still waits or runs."""
        return self.estado in ABIERTAS

    @property
    def total_de_cambios(self) -> int:
        """Rows written or taken away."""
        return sum(sum(cuenta.values()) for cuenta in self.cambios.values())
