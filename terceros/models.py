"""Whom each holder authorised to see its opinion, by which acts, and what they looked at."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.valores.fechas import dia_en_centro
from buzon.web.formato import opciones
from opinion.reglas import Motivo, Sentido
from terceros.reglas import Estado, Respuesta, estado_de, ultimo_dia_de
from terceros.reglas import Motivo as MotivoDePeticion


class ActoSobreTerceros(models.Model):
    """What an act that was prepared will do when it is signed; append-only.

    `ultima` is the newest authorisation that the holder had given to any of them: another one in its place, signed in
    another tab, makes this act refused.
    """

    acto = models.OneToOneField(ActoPreparado, on_delete=models.PROTECT, related_name="sobre_terceros")
    terceros = ArrayField(models.CharField(max_length=13), help_text="RFCs, as they stand in the signed text")
    termina_en = models.DateTimeField(null=True, help_text="of what is authorised")
    ultima = models.BigIntegerField(help_text="id of the newest authorisation of them; 0 without any")

    class Meta:
        verbose_name = _("acto sobre terceros")
        verbose_name_plural = _("actos sobre terceros")
        constraints = [
            models.CheckConstraint(condition=Q(terceros__len__range=(1, 50)), name="sobre_terceros_cuantos")
        ]

    def __str__(self) -> str:
        return f"{self.acto_id} {len(self.terceros)}"


class AutorizacionDeTercero(models.Model):
    """One span in which a third party may see the opinion of a holder. Written only by `tramite` and `vencimientos`.

    It is in force while `fin` is null and `termina_en` has not come. PostgreSQL refuses any change but that it ends,
    once. A later authorisation of the same third party is another row.
    """

    titular = models.CharField(max_length=13)
    tercero = models.CharField(max_length=13)
    acto = models.ForeignKey(ActoFirmado, on_delete=models.PROTECT, related_name="terceros_autorizados")
    desde = models.DateTimeField()
    termina_en = models.DateTimeField(null=True, help_text="00:00 in Centro of the day after its last one")
    fin = models.DateTimeField(
        null=True, help_text="when it was cancelled, or termina_en once that was noted"
    )
    cancelacion = models.OneToOneField(
        ActoFirmado, on_delete=models.PROTECT, null=True, related_name="tercero_cancelado"
    )

    class Meta:
        verbose_name = _("autorización de tercero")
        verbose_name_plural = _("autorizaciones de terceros")
        constraints = [
            # Also the index of whom a holder has authorised now.
            models.UniqueConstraint(
                fields=["titular", "tercero"], name="tercero_una_vigente", condition=Q(fin=None)
            ),
            models.CheckConstraint(condition=~Q(titular=F("tercero")), name="tercero_no_uno_mismo"),
            models.CheckConstraint(
                condition=Q(termina_en=None) | Q(termina_en__gt=F("desde")), name="tercero_termina_despues"
            ),
            models.CheckConstraint(
                condition=Q(fin=None, cancelacion=None)
                | Q(fin__gte=F("desde"), cancelacion__isnull=False)
                & (Q(termina_en=None) | Q(fin__lt=F("termina_en")))
                | Q(termina_en__isnull=False, fin=F("termina_en"), cancelacion=None),
                name="tercero_fin_coherente",
            ),
        ]
        indexes = [
            models.Index(fields=["titular", "-id"], name="tercero_de_titular"),
            models.Index(fields=["tercero", "titular"], name="tercero_me_autorizo", condition=Q(fin=None)),
            # For what nobody was told yet: of the last days, among many years.
            models.Index(fields=["desde"], name="tercero_desde"),
            models.Index(fields=["fin"], name="tercero_cancelado", condition=Q(cancelacion__isnull=False)),
            models.Index(
                fields=["termina_en"],
                name="tercero_por_vencer",
                condition=Q(fin=None, termina_en__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titular} {self.tercero}"

    @property
    def ultimo_dia(self) -> date | None:
        return ultimo_dia_de(self.termina_en) if self.termina_en else None

    # Of the verdict that some reads of `selectors` add: the one that stands, or the one that the third party saw last.
    @property
    def sentido_impreso(self) -> str:
        return Sentido(self.sentido).impreso  # type: ignore[attr-defined]

    @property
    def motivo_impreso(self) -> str:
        return Motivo(self.motivo).impreso  # type: ignore[attr-defined]

    def estado(self, *, en: datetime) -> Estado:
        return estado_de(fin=self.fin, termina_en=self.termina_en, en=en)


class Peticion(models.Model):
    """A third party asked to be authorised. PostgreSQL refuses any change but the holder's answer, once."""

    solicitante = models.CharField(max_length=13)
    nombre = models.CharField(max_length=255, help_text="of the asker, as in the certificate it entered with")
    titular = models.CharField(max_length=13, help_text="who is asked; nobody knows whether it exists")
    motivo = models.CharField(max_length=10, choices=opciones(MotivoDePeticion))
    creada_en = models.DateTimeField()
    respuesta = models.CharField(max_length=10, blank=True, choices=opciones(Respuesta))
    respondida_en = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("petición de autorización")
        verbose_name_plural = _("peticiones de autorización")
        constraints = [
            models.CheckConstraint(condition=~Q(solicitante=F("titular")), name="peticion_no_a_uno_mismo"),
            models.CheckConstraint(
                condition=Q(respuesta="", respondida_en=None)
                | Q(respuesta__in=Respuesta, respondida_en__isnull=False),
                name="peticion_respondida",
            ),
            models.CheckConstraint(condition=Q(motivo__in=MotivoDePeticion), name="peticion_motivo"),
        ]
        indexes = [
            models.Index(fields=["titular", "-id"], name="peticion_a_titular"),
            models.Index(fields=["solicitante", "-id"], name="peticion_de_solicitante"),
            models.Index(fields=["creada_en"], name="peticion_sin_responder", condition=Q(respuesta="")),
        ]

    def __str__(self) -> str:
        return f"{self.solicitante} {self.titular}"


class Que(models.TextChoices):
    """What a third party did with its authorisation."""

    CONSULTA = "CONSULTA", _("Vio tu opinión")
    OPINION = "OPINION", _("Obtuvo el PDF de tu opinión")


class ConsultaDeTercero(models.Model):
    """One look of a third party at an opinion, or one PDF; append-only. Kept for five years (docs/seguridad.md)."""

    autorizacion = models.ForeignKey(
        AutorizacionDeTercero, on_delete=models.PROTECT, related_name="consultas"
    )
    titular = models.CharField(max_length=13)
    tercero = models.CharField(max_length=13)
    nombre = models.CharField(
        max_length=255, help_text="of the third party, as in the certificate it entered with"
    )
    que = models.CharField(max_length=8, choices=Que.choices)
    sentido = models.CharField(max_length=11, choices=opciones(Sentido))
    motivo = models.CharField(max_length=24, choices=opciones(Motivo))
    folio = models.CharField(max_length=23, blank=True, help_text="of the opinion that was obtained")
    ocurrio_en = models.DateTimeField()

    class Meta:
        verbose_name = _("consulta de un tercero")
        verbose_name_plural = _("consultas de terceros")
        constraints = [
            models.CheckConstraint(condition=Q(que__in=Que.values), name="consulta_de_tercero_que"),
            models.CheckConstraint(
                condition=Q(que=Que.CONSULTA, folio="") | Q(que=Que.OPINION, folio__regex=r"^\d{23}$"),
                name="consulta_de_tercero_folio",
            ),
        ]
        indexes = [
            models.Index(fields=["titular", "-id"], name="consulta_de_titular"),
            models.Index(fields=["autorizacion", "-id"], name="consulta_de_autorizacion"),
            BrinIndex(fields=["ocurrio_en"], name="consulta_por_fecha"),
        ]

    def __str__(self) -> str:
        return f"{self.titular} {self.tercero} {self.que}"

    @property
    def dia(self) -> date:
        return dia_en_centro(self.ocurrio_en)
