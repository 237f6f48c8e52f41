"""What the opinion keeps: verdicts, what they were before, the runs that recompute them, and the opinions issued."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buzon.documentos.models import Documento
from buzon.web.formato import opciones
from opinion.reglas import Motivo, Sentido

NO_DISPONIBLE = "NO_DISPONIBLE"
_ESTADOS = [*opciones(Sentido), (NO_DISPONIBLE, _("No disponible"))]


def _coherentes() -> Q:
    """Return the condition that sentido and annex are those of the reason."""
    condicion = Q()
    for motivo in Motivo:
        condicion |= Q(motivo=motivo.value, sentido=motivo.sentido.value, anexo=motivo.anexo)
    return condicion


class OpinionCalculada(models.Model):
    """What the rules decided of an RFC, from its facts at `calculada_en`. Written only by `services`.

    An RFC whose facts cannot be read has no row: nobody is told an old sense as if it were today's.
    """

    rfc = models.CharField("RFC", max_length=13, primary_key=True)
    sentido = models.CharField(max_length=11, choices=opciones(Sentido))
    motivo = models.CharField(max_length=24, choices=opciones(Motivo))
    anexo = models.PositiveSmallIntegerField()
    version_reglas = models.CharField(_("versión de las reglas"), max_length=16)
    calculada_en = models.DateTimeField()

    class Meta:
        db_table = "opinion_calculada"
        verbose_name = _("opinión calculada")
        verbose_name_plural = _("opiniones calculadas")
        constraints = [models.CheckConstraint(condition=_coherentes(), name="opinion_coherente")]

    def __str__(self) -> str:
        return f"{self.rfc} {self.get_sentido_display()}"


class OpinionNoDisponible(models.Model):
    """An RFC whose facts cannot be read with certainty; it has no verdict while it stands here."""

    rfc = models.CharField("RFC", max_length=13, primary_key=True)
    causa = models.TextField()
    desde = models.DateTimeField()

    class Meta:
        db_table = "opinion_no_disponible"
        verbose_name = _("opinión no disponible")
        verbose_name_plural = _("opiniones no disponibles")

    def __str__(self) -> str:
        return f"{self.rfc} {self.causa}"


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


class CambioDeOpinion(models.Model):
    """One change of the verdict of an RFC; append-only, written only beside the verdict itself.

    `de` is null for the first one. `a` is a sentido, or NO_DISPONIBLE (then without reason) from when its facts
    could not be read. A reason that changes within one sentido is a change too.
    """

    rfc = models.CharField("RFC", max_length=13)
    de = models.CharField(max_length=13, null=True, choices=_ESTADOS)  # noqa: DJ001 - null: there was none
    a = models.CharField(max_length=13, choices=_ESTADOS)
    motivo = models.CharField(max_length=24, blank=True, choices=opciones(Motivo))
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
            # In the words in which avisos.py asks for these rows, or PostgreSQL would not see that it may use it.
            models.Index(
                fields=["ocurrio_en", "id"],
                name="cambio_de_sentido",
                condition=Q(de__lt=F("a")) | Q(de__gt=F("a")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfc} {self.get_a_display()}"


class Avisado(models.Model):
    """One row: a pass over the changes that began at `hasta` told all that there was to tell, without a failure."""

    hasta = models.DateTimeField()

    class Meta:
        db_table = "opinion_avisado"
        verbose_name = "avance de los avisos"
        verbose_name_plural = "avance de los avisos"

    def __str__(self) -> str:
        return f"{self.hasta:%Y-%m-%d %H:%M}"


class Conteo(models.Model):
    """How often anybody looked at the public opinion of an RFC on a day of Centro; written by `conteo`."""

    rfc = models.CharField("RFC", max_length=13)
    dia = models.DateField(_("día"))
    cuantas = models.PositiveIntegerField()

    class Meta:
        db_table = "opinion_conteo"
        verbose_name = _("conteo de consultas")
        verbose_name_plural = _("conteos de consultas")
        constraints = [models.UniqueConstraint(fields=["rfc", "dia"], name="conteo_uno_por_dia")]
        indexes = [models.Index(fields=["dia"], name="conteo_por_dia")]

    def __str__(self) -> str:
        return f"{self.rfc} {self.dia}: {self.cuantas}"


class OpinionEmitida(models.Model):
    """An opinion as it was issued; append-only, written only by `emision`.

    `huella` is the digest of everything that decides it: on one day, the same facts give one opinion.
    """

    rfc = models.CharField("RFC", max_length=13)
    nombre = models.CharField(max_length=255, help_text="as in the certificate of the session")
    curp = models.CharField("CURP", max_length=18, blank=True)
    tercero = models.CharField(
        max_length=13,
        blank=True,
        default="",
        db_default="",
        help_text="RFC of the authorised third party that obtained it; empty where its holder did",
    )
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
            models.CheckConstraint(condition=_coherentes(), name="emitida_coherente"),
            models.CheckConstraint(condition=Q(folio__regex=r"^[0-9]{23}$"), name="emitida_folio"),
            models.CheckConstraint(condition=Q(huella__regex=r"^[0-9a-f]{64}$"), name="emitida_huella"),
            # What is issued within the last second of its day is later than 23:59:59.
            models.CheckConstraint(
                condition=Q(vigente_hasta__gte=F("emitida_en") - timedelta(seconds=1)),
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
        return Sentido(self.sentido).impreso

    def resta(self, *, en: datetime) -> timedelta:
        """Return how long it is still valid at an instant; zero or less once its day is over.

        The last second of the day counts to its end.
        """
        return self.vigente_hasta + timedelta(seconds=1) - en
