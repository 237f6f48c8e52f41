"""The log: acts and readings, which nobody changes, and refusals, which are counted and kept for a while."""

from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

# What of its detail an entry is about, the first that it has: an account, or a thing by the name that people know.
OBJETO = Coalesce(
    *(KT(f"detalle__{clave}") for clave in ("usuario", "folio", "envio", "carga", "plantilla", "archivo"))
)


class Asiento(models.Model):
    """One entry of the log; its number is the sequence of the table, taken in the act's own transaction."""

    evento = models.CharField(max_length=80)
    rfc = models.CharField(max_length=13, blank=True)
    detalle = models.JSONField(default=dict, blank=True)
    creado_en = models.DateTimeField()

    class Meta:
        verbose_name = _("asiento")
        verbose_name_plural = _("asientos")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["rfc", "-id"], name="asiento_rfc"),
            models.Index(
                KT("detalle__autor"),
                models.F("id").desc(),
                name="asiento_autor",
                condition=models.Q(detalle__has_key="autor"),
            ),
            models.Index(OBJETO, models.F("id").desc(), name="asiento_objeto"),
            models.Index(fields=["evento", "-id"], name="asiento_evento"),
            models.Index(fields=["creado_en", "id"], name="asiento_fecha"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.evento}"


class Lectura(models.Model):
    """That somebody of the staff opened a page that names one person: one row a day, however often they looked."""

    dia = models.DateField()
    autor = models.CharField(max_length=150)
    rfc = models.CharField(max_length=13)
    pagina = models.CharField(max_length=100)
    creado_en = models.DateTimeField()

    class Meta:
        verbose_name = _("lectura")
        verbose_name_plural = _("lecturas")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["autor", "rfc", "pagina", "dia"], name="lectura_una_al_dia")
        ]
        indexes = [
            models.Index(fields=["rfc", "-id"], name="lectura_rfc"),
            models.Index(fields=["autor", "-id"], name="lectura_autor"),
            models.Index(fields=["pagina", "-id"], name="lectura_pagina"),
            models.Index(fields=["creado_en", "id"], name="lectura_fecha"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.pagina}"


class RechazoAsentado(models.Model):
    """A refusal: of a person inside, each; what a network without a name repeats within a minute is counted.

    So are those by a limit, whoever meets it. The one table of the log of which rows are erased, once they are old.
    """

    codigo = models.CharField(max_length=80)
    # The limit that was reached; of any other refusal, nothing.
    objeto = models.CharField(max_length=80, blank=True)
    rfc = models.CharField(max_length=13, blank=True)
    autor = models.CharField(max_length=150, blank=True)
    red = models.CharField(max_length=50)
    minuto = models.DateTimeField()
    veces = models.PositiveIntegerField(default=1)
    # Of the first of those that were counted.
    ruta = models.CharField(max_length=500, blank=True)
    direccion = models.CharField(max_length=50)
    detalle = models.CharField(max_length=500, blank=True)
    creado_en = models.DateTimeField()

    class Meta:
        db_table = "bitacora_rechazo"
        verbose_name = _("rechazo")
        verbose_name_plural = _("rechazos")
        ordering = ["-id"]
        constraints = [
            # `services.anotar_rechazo` names this condition: PostgreSQL finds the index by it.
            models.UniqueConstraint(
                fields=["minuto", "red", "codigo", "objeto", "rfc", "autor"],
                condition=models.Q(rfc="", autor="") | ~models.Q(objeto=""),
                name="rechazo_contado",
            )
        ]
        indexes = [
            models.Index(fields=["codigo", "-id"], name="rechazo_codigo"),
            models.Index(fields=["red", "-id"], name="rechazo_red"),
            models.Index(fields=["rfc", "-id"], name="rechazo_rfc", condition=~models.Q(rfc="")),
            models.Index(fields=["autor", "-id"], name="rechazo_autor", condition=~models.Q(autor="")),
            models.Index(fields=["creado_en", "id"], name="rechazo_fecha"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.codigo}"
