"""Requests of clarification or guidance: draft, filed, what is said about them; and corrections that they lead to."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.models import Personal
from buzon.documentos.models import Documento
from buzon.padron.models import Subdelegacion
from buzon.promociones.reglas import (
    CLASES_DE,
    TEXTO_MAXIMO,
    Asunto,
    Clase,
    De,
    Estado,
    Nivel,
    Semaforo,
    Sentido,
    semaforo,
)
from buzon.promociones.seleccion import CreditoElegido
from buzon.web.formato import opciones

FOLIO = Q(folio__regex=r"^[0-9]{23}$")
ABIERTA = ~Q(estado=Estado.RESUELTA.value)
_SHA256 = r"^[0-9a-f]{64}$"
_ASUNTOS = opciones(Asunto)


class Borrador(models.Model):
    """What an RFC is writing: one row, emptied when it is filed or thrown away."""

    rfc = models.CharField(max_length=13, unique=True)
    asunto = models.CharField(max_length=20, choices=_ASUNTOS, blank=True)
    texto = models.TextField(blank=True)
    registros = models.JSONField(default=list, help_text="NRPs, in the order in which they were chosen")
    creditos = models.JSONField(default=list, help_text="{nrp, numero} of each")
    actualizado_en = models.DateTimeField()
    version = models.PositiveIntegerField(default=0, help_text="how often what it says has changed")

    class Meta:
        verbose_name = _("borrador")
        verbose_name_plural = _("borradores")
        constraints = [
            models.CheckConstraint(
                condition=Q(asunto="") | Q(asunto__in=[asunto.value for asunto in Asunto]),
                name="borrador_asunto",
            )
        ]

    def __str__(self) -> str:
        return self.rfc

    @property
    def tiene_algo(self) -> bool:
        return bool(self.asunto or self.texto or self.registros or self.creditos)

    @property
    def creditos_elegidos(self) -> list[CreditoElegido]:
        return [CreditoElegido(**credito) for credito in self.creditos]


class Preparada(models.Model):
    """What the signature of a prepared act files, exactly as it was shown; append-only."""

    acto = models.OneToOneField(ActoPreparado, on_delete=models.PROTECT, related_name="solicitud_preparada")
    asunto = models.CharField(max_length=20, choices=_ASUNTOS)
    texto = models.TextField()
    registros = models.JSONField(help_text="NRPs")
    creditos = models.JSONField(help_text="{nrp, numero, tipo, periodo, importe} of each, as of that day")
    subdelegacion = models.ForeignKey(Subdelegacion, on_delete=models.PROTECT, null=True, related_name="+")
    adjuntos = models.JSONField(help_text="{id, nombre, tamano, sha256} of each")
    huella = models.CharField(max_length=64, help_text="SHA-256 of the draft that was prepared")

    class Meta:
        verbose_name = _("solicitud preparada")
        verbose_name_plural = _("solicitudes preparadas")
        constraints = [
            models.CheckConstraint(condition=Q(huella__regex=_SHA256), name="preparada_huella"),
        ]

    def __str__(self) -> str:
        return f"{self.acto_id}"

    @property
    def asunto_impreso(self) -> str:
        return Asunto(self.asunto).impreso


class Solicitud(models.Model):
    """A filed request. PostgreSQL lets change only how it stands, and nothing once it is resolved."""

    folio = models.CharField(max_length=23, unique=True, help_text="of the act that filed it")
    acto = models.OneToOneField(ActoFirmado, on_delete=models.PROTECT, related_name="solicitud")
    rfc = models.CharField("RFC", max_length=13)
    nombre = models.CharField(max_length=255, help_text="as in the certificate of the act")
    asunto = models.CharField(max_length=20, choices=_ASUNTOS)
    texto = models.TextField()
    registros = models.JSONField(help_text="NRPs")
    creditos = models.JSONField(help_text="{nrp, numero, tipo, periodo, importe} of each, as of that day")
    subdelegacion = models.ForeignKey(
        Subdelegacion,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("subdelegación"),
        help_text="none: nivel central, Normativa",
    )
    presentada_en = models.DateTimeField()
    vence_el = models.DateField(help_text="last day to resolve it, in Centro")
    estado = models.CharField(max_length=24, choices=opciones(Estado))
    asignada_a = models.ForeignKey(
        Personal,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("asignada a"),
        help_text="who attends to it; while it is open",
    )
    escalada = models.PositiveSmallIntegerField(default=0, choices=[(n.value, _(n.impreso)) for n in Nivel])
    resuelta_en = models.DateTimeField(null=True)
    sentido_resolucion = models.CharField(max_length=12, blank=True, choices=opciones(Sentido))
    resolucion = models.OneToOneField(
        Documento, on_delete=models.PROTECT, null=True, related_name="solicitud_resuelta"
    )

    class Meta:
        verbose_name = _("solicitud")
        verbose_name_plural = _("solicitudes de aclaración u orientación")
        permissions = [
            ("responder_solicitud", "Puede escribir al particular y pedirle información"),
            ("asignar_solicitud", "Puede asignar solicitudes"),
            ("turnar_solicitud", "Puede turnar solicitudes a otra subdelegación"),
            ("resolver_solicitud", "Puede resolver solicitudes"),
        ]
        # Triggers keep the rest: nothing of it changes but how it stands (`migrations/0004`).
        constraints = [
            models.CheckConstraint(condition=FOLIO, name="solicitud_folio"),
            models.CheckConstraint(
                condition=Q(asunto__in=[asunto.value for asunto in Asunto]), name="solicitud_asunto"
            ),
            models.CheckConstraint(
                condition=Q(escalada__lte=Nivel.NORMATIVA.value), name="solicitud_escalada"
            ),
            models.CheckConstraint(
                condition=Q(
                    estado__in=[Estado.PRESENTADA.value, Estado.INFORMACION_REQUERIDA.value],
                    resuelta_en=None,
                    sentido_resolucion="",
                    resolucion=None,
                )
                | Q(
                    estado=Estado.RESUELTA.value,
                    resuelta_en__isnull=False,
                    sentido_resolucion__in=[sentido.value for sentido in Sentido],
                    resolucion__isnull=False,
                ),
                name="solicitud_resuelta_completa",
            ),
        ]
        indexes = [
            # The staff finds an RFC by its beginning, too: LIKE goes by no other class of operators.
            models.Index(
                fields=["rfc", "-id"], name="solicitud_rfc", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
            # In the order of the queue: of the country, of an office, and of whoever attends or attended to it.
            models.Index(fields=["-resuelta_en", "vence_el", "id"], name="solicitud_por_termino"),
            models.Index(
                fields=["subdelegacion", "-resuelta_en", "vence_el", "id"],
                name="solicitud_por_oficina",
                include=["presentada_en"],
            ),
            models.Index(
                fields=["asignada_a", "-resuelta_en", "vence_el", "id"],
                name="solicitud_por_persona",
                condition=Q(asignada_a__isnull=False),
            ),
            # What is open is a small part of what there is, and what is looked at all day.
            models.Index(
                fields=["subdelegacion", "vence_el"], name="solicitud_de_oficina", condition=ABIERTA
            ),
            models.Index(fields=["vence_el", "escalada"], name="solicitud_abierta", condition=ABIERTA),
            models.Index(fields=["asignada_a", "vence_el"], name="solicitud_asignada", condition=ABIERTA),
            # All that the figures of how requests are resolved read.
            models.Index(
                fields=["resuelta_en", "subdelegacion"],
                name="solicitud_resuelta",
                include=["presentada_en"],
                condition=Q(resuelta_en__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfc} {self.folio}"

    @property
    def asunto_impreso(self) -> str:
        return Asunto(self.asunto).impreso

    @property
    def esta_abierta(self) -> bool:
        return self.estado != Estado.RESUELTA

    def semaforo(self, *, hoy: date) -> Semaforo | None:
        """Return how its term stands; None once it is resolved."""
        return semaforo(self.vence_el, hoy=hoy) if self.esta_abierta else None


def _dice(de: De) -> Q:
    return Q(de=de.value, clase__in=[clase.value for clase in CLASES_DE[de]])


class Comunicacion(models.Model):
    """What one of the two wrote about a request; append-only. Folded in order, they give its state."""

    solicitud = models.ForeignKey(
        Solicitud, on_delete=models.PROTECT, related_name="comunicaciones", db_index=False
    )
    de = models.CharField(max_length=10, choices=[(d.value, d.value.capitalize()) for d in De])
    clase = models.CharField(max_length=13, choices=opciones(Clase))
    texto = models.TextField()
    autor = models.CharField(max_length=150, help_text="username: an RFC, or a member of the staff")
    creado_en = models.DateTimeField()

    class Meta:
        verbose_name = _("comunicación")
        verbose_name_plural = _("comunicaciones")
        ordering = ["id"]
        indexes = [models.Index(fields=["solicitud", "id"], name="comunicacion_en_orden")]
        constraints = [
            models.CheckConstraint(
                condition=_dice(De.PARTICULAR) | _dice(De.INSTITUTO), name="comunicacion_quien_dice_que"
            ),
            models.UniqueConstraint(
                fields=["solicitud"],
                name="comunicacion_una_resolucion",
                condition=Q(clase=Clase.RESOLUCION.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.solicitud_id} {self.clase}"

    @property
    def es_del_instituto(self) -> bool:
        return self.de == De.INSTITUTO


class Adjunto(models.Model):
    """A file as it was accepted; of a draft or of a message not sent yet it may be taken away, of the rest never."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    borrador = models.ForeignKey(Borrador, on_delete=models.PROTECT, null=True, related_name="adjuntos")
    solicitud = models.ForeignKey(Solicitud, on_delete=models.PROTECT, null=True, related_name="adjuntos")
    comunicacion = models.ForeignKey(
        Comunicacion, on_delete=models.PROTECT, null=True, related_name="adjuntos"
    )
    por_enviar = models.ForeignKey(
        Solicitud,
        on_delete=models.PROTECT,
        null=True,
        related_name="por_enviar",
        help_text="of the message that the taxpayer is writing about it",
    )
    nombre = models.CharField(max_length=255)
    tipo = models.CharField(max_length=80)
    tamano = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    contenido = models.BinaryField()
    agregado_en = models.DateTimeField()

    class Meta:
        verbose_name = _("archivo adjunto")
        verbose_name_plural = _("archivos adjuntos")
        ordering = ["agregado_en", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(borrador__isnull=False, solicitud=None, comunicacion=None, por_enviar=None)
                | Q(borrador=None, solicitud__isnull=False, comunicacion=None, por_enviar=None)
                | Q(borrador=None, solicitud=None, comunicacion__isnull=False, por_enviar=None)
                | Q(borrador=None, solicitud=None, comunicacion=None, por_enviar__isnull=False),
                name="adjunto_de_uno",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="adjunto_sha256"),
            models.UniqueConstraint(fields=["borrador", "sha256"], name="adjunto_una_vez_por_borrador"),
            models.UniqueConstraint(fields=["solicitud", "sha256"], name="adjunto_una_vez_por_solicitud"),
            models.UniqueConstraint(fields=["comunicacion", "sha256"], name="adjunto_una_vez_por_mensaje"),
            models.UniqueConstraint(fields=["por_enviar", "sha256"], name="adjunto_una_vez_por_enviar"),
        ]

    def __str__(self) -> str:
        return self.nombre


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
            # Two persons, also by SQL: whoever proposed it may withdraw it and nothing else.
            models.CheckConstraint(
                condition=Q(estado=EstadoDeCorreccion.RETIRADA, decidida_por=F("propuesta_por"))
                | ~Q(estado=EstadoDeCorreccion.RETIRADA) & ~Q(decidida_por=F("propuesta_por")),
                name="correccion_dos_personas",
            ),
            # What the second person reads is what they decide: there is no other beside it.
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

    @property
    def esta_pendiente(self) -> bool:
        return self.estado == EstadoDeCorreccion.PENDIENTE
