"""The inbox of a Buzón, and the outbox: each of its messages leaves by e-mail and SMS, the staff's notices by e-mail.

Keyed by RFC, as acts and documents are; addresses are passed in by whoever knows them.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Clase(models.TextChoices):
    ACTO = "ACTO", _("Trámite firmado")
    OPINION = "OPINION", _("Opinión")
    SOLICITUD = "SOLICITUD", _("Aclaración u orientación")
    EFIRMA = "EFIRMA", "e.firma"
    CUENTA = "CUENTA", _("Medios de contacto")


class Canal(models.TextChoices):
    CORREO = "CORREO", _("Correo electrónico")
    SMS = "SMS", "SMS"


class Mensaje(models.Model):
    """One message of an inbox. PostgreSQL refuses any change but the read mark.

    `clave` names what happened, so that it is told once however often it is reported.
    """

    rfc = models.CharField(max_length=13)
    clase = models.CharField(max_length=9, choices=Clase.choices)
    asunto = models.CharField(max_length=160)
    texto = models.TextField(help_text="plain text; paragraphs are separated by an empty line")
    enlace = models.CharField(max_length=200, blank=True, help_text="path inside the portal")
    clave = models.CharField(max_length=120, unique=True)
    busqueda = models.TextField(help_text="asunto and texto without accents nor capitals, for the search")
    creado_en = models.DateTimeField()
    leido_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mensaje")
        verbose_name_plural = _("mensajes")
        constraints = [
            models.CheckConstraint(condition=Q(clase__in=Clase.values), name="mensaje_clase"),
            models.CheckConstraint(
                condition=Q(enlace="") | Q(enlace__startswith="/"), name="mensaje_enlace_propio"
            ),
        ]
        indexes = [
            models.Index(fields=["rfc", "-id"], name="mensaje_rfc"),
            # For the count in the menu, which every page inside asks for.
            models.Index(fields=["rfc"], name="mensaje_sin_leer", condition=Q(leido_en=None)),
        ]

    def __str__(self) -> str:
        return f"{self.rfc} {self.asunto}"


class AvisoAlPersonal(models.Model):
    """What members of the staff are told by e-mail; in nobody's inbox, and append-only as a message is."""

    asunto = models.CharField(max_length=160)
    texto = models.TextField(help_text="plain text, as it is sent; names no RFC")
    clave = models.CharField(max_length=120, unique=True)
    creado_en = models.DateTimeField()

    class Meta:
        verbose_name = "aviso al personal"
        verbose_name_plural = "avisos al personal"

    def __str__(self) -> str:
        return self.asunto


class EstadoDeEnvio(models.TextChoices):
    PENDIENTE = "PENDIENTE", _("Pendiente")
    ENVIADO = "ENVIADO", _("Enviado")
    FALLIDO = "FALLIDO", _("Fallido")


class Envio(models.Model):
    """One delivery of a message, or of a notice to the staff, to one address.

    Its id names it before mail servers and gateways too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mensaje = models.ForeignKey(Mensaje, on_delete=models.PROTECT, null=True, related_name="envios")
    # Its unique constraint is its index.
    aviso = models.ForeignKey(
        AvisoAlPersonal, on_delete=models.PROTECT, null=True, db_index=False, related_name="envios"
    )
    canal = models.CharField(max_length=6, choices=Canal.choices)
    destino = models.CharField(max_length=254)
    estado = models.CharField(max_length=9, choices=EstadoDeEnvio.choices, default=EstadoDeEnvio.PENDIENTE)
    intentos = models.PositiveSmallIntegerField(default=0)
    creado_en = models.DateTimeField()
    proximo_en = models.DateTimeField(help_text="not to be tried before")
    enviado_en = models.DateTimeField(null=True)
    por = models.CharField(
        max_length=40, blank=True, help_text="sender that took it: smtp, archivo, a gateway"
    )
    referencia = models.CharField(max_length=120, blank=True, help_text="what the sender calls it")
    error = models.CharField(max_length=200, blank=True, help_text="of the last try")

    class Meta:
        verbose_name = _("envío")
        verbose_name_plural = _("envíos")
        constraints = [
            models.UniqueConstraint(fields=["mensaje", "canal", "destino"], name="envio_unico"),
            models.UniqueConstraint(
                fields=["aviso", "destino"], name="envio_de_aviso_unico", condition=Q(aviso__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(mensaje__isnull=False, aviso=None)
                | Q(mensaje=None, aviso__isnull=False, canal=Canal.CORREO),
                name="envio_de_uno",
            ),
            models.CheckConstraint(condition=Q(canal__in=Canal.values), name="envio_canal"),
            models.CheckConstraint(
                condition=Q(estado=EstadoDeEnvio.ENVIADO, enviado_en__isnull=False)
                | Q(
                    estado__in=[EstadoDeEnvio.PENDIENTE.value, EstadoDeEnvio.FALLIDO.value],
                    enviado_en=None,
                ),
                name="envio_estado_coherente",
            ),
        ]
        indexes = [
            models.Index(
                fields=["proximo_en"], name="envio_pendiente", condition=Q(estado=EstadoDeEnvio.PENDIENTE)
            ),
            models.Index(
                fields=["mensaje", "canal", "destino"],
                name="envio_fallido",
                condition=Q(estado=EstadoDeEnvio.FALLIDO),
            ),
            # The staff's list, by instant: a notice to the staff has no message to order it by.
            models.Index(fields=["-creado_en", "id"], name="envio_por_fecha"),
        ]

    def __str__(self) -> str:
        return f"{self.get_canal_display()} {self.get_estado_display()}"

    @property
    def rfc(self) -> str:
        """Whose message it delivers; nobody's where it is a notice to the staff."""
        return self.mensaje.rfc if self.mensaje else ""

    @property
    def asunto(self) -> str:
        dicho = self.mensaje or self.aviso
        return dicho.asunto if dicho else ""
