"""Who enters: users, taxpayers, login challenges, entries, and their means of contact."""

import uuid
from collections.abc import Collection

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.navegador import LARGO_MAXIMO, en_palabras
from buzon.cuentas.personal.roles import Rol
from buzon.padron.hechos import RFC
from buzon.padron.models import Subdelegacion
from buzon.valores.contacto import enmascarar
from buzon.web.formato import opciones


class Usuario(AbstractUser):
    """Staff with a password, or a taxpayer with none whose username is the RFC.

    `ingreso` is there where `EfirmaBackend` has just let them in.
    """

    ingreso: "Ingreso"
    username = models.CharField(_("usuario"), max_length=150, unique=True)
    contrasena_provisional = models.BooleanField(
        default=False, help_text="somebody else made it: to be changed at the next entry"
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("usuario")  # type: ignore[assignment]
        verbose_name_plural = _("usuarios")  # type: ignore[assignment]
        constraints = [
            # Whatever code does: no password opens a taxpayer's account, and nobody of the staff is called as an RFC.
            models.CheckConstraint(
                condition=(Q(is_staff=True) & ~Q(username__regex=RFC))
                | Q(
                    is_staff=False,
                    is_superuser=False,
                    username__regex=RFC,
                    password__startswith=UNUSABLE_PASSWORD_PREFIX,
                ),
                name="usuario_personal_o_contribuyente",
            )
        ]


class Personal(models.Model):
    """A member of the staff: their role, their office, and their own RFC, on which they may not act."""

    usuario = models.OneToOneField(Usuario, on_delete=models.PROTECT, related_name="personal")
    rol = models.CharField(max_length=13, choices=opciones(Rol))
    rfc = models.CharField("RFC", max_length=13, unique=True)
    subdelegacion = models.ForeignKey(
        Subdelegacion,
        on_delete=models.PROTECT,
        null=True,
        related_name="personal",
        verbose_name=_("subdelegación"),
        help_text="none: the whole country",
    )
    es_jefatura = models.BooleanField(default=False, help_text="head of the subdelegación")
    creado_en = models.DateTimeField()

    class Meta:
        verbose_name = _("miembro del personal")
        verbose_name_plural = _("personal")
        permissions = [
            ("ver_expediente", "Puede ver todo lo de un RFC"),
            ("ver_tablero", "Puede ver el tablero"),
            ("revelar_medio", "Puede revelar un medio de contacto"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(rfc__regex=RFC), name="personal_rfc"),
            models.CheckConstraint(
                condition=Q(rol=Rol.SUBDELEGACION.value, subdelegacion__isnull=False)
                | Q(rol=Rol.ORIENTADOR.value, es_jefatura=False)
                | Q(
                    rol__in=[Rol.NORMATIVA.value, Rol.AUDITORIA.value, Rol.OPERACION.value],
                    subdelegacion=None,
                    es_jefatura=False,
                ),
                name="personal_oficina_segun_rol",
            ),
            models.UniqueConstraint(
                fields=["subdelegacion"], condition=Q(es_jefatura=True), name="personal_una_jefatura"
            ),
        ]

    def __str__(self) -> str:
        return str(self.usuario)

    def es_suyo(self, rfc: str) -> bool:
        """Whether an RFC is their own, or that of a company that they entered as the representative of."""
        return Ingreso.es_propio(rfc, de=self.rfc)


class Contribuyente(models.Model):
    """A taxpayer, known by the RFC of a certificate that entered."""

    usuario = models.OneToOneField(Usuario, on_delete=models.PROTECT, related_name="contribuyente")
    rfc = models.CharField(max_length=13, unique=True)
    nombre = models.CharField(max_length=255)
    curp = models.CharField(max_length=18, blank=True)
    creado_en = models.DateTimeField()
    acto_activacion = models.OneToOneField(ActoFirmado, on_delete=models.PROTECT, null=True, related_name="+")
    efirma_numero = models.CharField(
        max_length=20, blank=True, help_text="of the certificate of the last entry"
    )
    efirma_hasta = models.DateTimeField(null=True, help_text="end of validity of that certificate")

    class Meta:
        verbose_name = _("contribuyente")
        verbose_name_plural = _("contribuyentes")
        indexes = [
            models.Index(
                fields=["efirma_hasta"],
                name="contribuyente_efirma_hasta",
                condition=Q(acto_activacion__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rfc} {self.nombre}"

    @property
    def buzon_activo(self) -> bool:
        return self.acto_activacion_id is not None


class Reto(models.Model):
    """A login challenge: one text, one use, five minutes, one anonymous session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nonce = models.CharField(max_length=43, unique=True)
    cadena = models.TextField()
    sesion = models.CharField(max_length=64, help_text="SHA-256 of the session key that asked for it")
    creado_en = models.DateTimeField()
    vence_en = models.DateTimeField(db_index=True)
    usado_en = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reto")
        verbose_name_plural = _("retos")

    def __str__(self) -> str:
        return str(self.pk)


class Cierre(models.TextChoices):
    """How a session ended before its time was over."""

    SALIDA = "SALIDA", _("Saliste")
    REMOTO = "REMOTO", _("La cerraste desde otra sesión")


class Ingreso(models.Model):
    """One entry with an e.firma; the open session points to it."""

    contribuyente = models.ForeignKey(Contribuyente, on_delete=models.PROTECT, related_name="ingresos")
    # Challenges are deleted when they are over; entries stay.
    reto = models.OneToOneField(Reto, on_delete=models.SET_NULL, null=True)
    certificado = models.BinaryField(help_text="DER as received")
    certificado_numero = models.CharField(max_length=20)
    certificado_sha256 = models.CharField(max_length=64)
    representante_rfc = models.CharField(max_length=13, blank=True)
    revocacion = models.JSONField()
    direccion = models.GenericIPAddressField()
    navegador = models.CharField(
        max_length=LARGO_MAXIMO, blank=True, default="", db_default="", help_text="what it said of itself"
    )
    ocurrido_en = models.DateTimeField()
    actividad_en = models.DateTimeField(help_text="last use of its session, to the minute")
    cerrado_en = models.DateTimeField(null=True)
    cierre = models.CharField(max_length=12, choices=Cierre.choices, blank=True)

    class Meta:
        verbose_name = _("ingreso")
        verbose_name_plural = _("ingresos")
        indexes = [models.Index(fields=["contribuyente", "-ocurrido_en"], name="ingreso_contribuyente")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cerrado_en=None, cierre="")
                | Q(cerrado_en__isnull=False, cierre__in=Cierre.values),
                name="ingreso_cierre_coherente",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribuyente_id} {self.ocurrido_en:%Y-%m-%d %H:%M}"

    @property
    def equipo(self) -> tuple[str, str]:
        """Browser and system, in words; empty where they are not told."""
        return en_palabras(self.navegador)

    @classmethod
    def de_representantes(
        cls, representantes: Collection[str], *, rfcs: Collection[str]
    ) -> QuerySet["Ingreso"]:
        """Return the entries that one of the first made as the representative of one of the second."""
        return cls.objects.filter(contribuyente__rfc__in=rfcs, representante_rfc__in=representantes)

    @classmethod
    def es_propio(cls, rfc: str, *, de: str) -> bool:
        """Return whether an RFC is that of `de` ("" is nobody's), or of a company that `de` entered for."""
        return bool(de) and (rfc == de or cls.de_representantes([de], rfcs=[rfc]).exists())


class MedioContacto(models.Model):
    """An e-mail or cell phone, and how its confirmation code stands; the code itself is kept nowhere."""

    class Canal(models.TextChoices):
        CORREO = "CORREO", _("Correo electrónico")
        CELULAR = "CELULAR", _("Teléfono celular")

    contribuyente = models.ForeignKey(Contribuyente, on_delete=models.PROTECT, related_name="medios")
    canal = models.CharField(max_length=8, choices=Canal)
    destino = models.CharField(max_length=254)
    registrado_en = models.DateTimeField()
    codigo_pedido_en = models.DateTimeField(help_text="when the person last asked for a code")
    codigo_envio = models.UUIDField(
        default=uuid.uuid4, help_text="identity of the message that carries the code"
    )
    codigo_enviado_en = models.DateTimeField(null=True, help_text="when it last left, or may have")
    codigo_intentos = models.PositiveSmallIntegerField(default=0, help_text="wrong codes that were written")
    codigo_envios = models.PositiveSmallIntegerField(
        default=0, help_text="times that it was tried to be sent"
    )
    codigo_proximo_en = models.DateTimeField(
        null=True, help_text="when it is sent (again); null: not any more"
    )
    codigo_por = models.CharField(max_length=40, blank=True, help_text="gateway that may have taken it")
    codigo_devuelto = models.BooleanField(default=False, help_text="its address was refused for good")
    confirmado_en = models.DateTimeField(null=True)
    principal = models.BooleanField(
        default=False, help_text="where an SMS goes; one a channel, and confirmed"
    )
    sustituye = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="sustituto",
        help_text="means that stays until this one is confirmed",
    )

    class Meta:
        verbose_name = _("medio de contacto")
        verbose_name_plural = _("medios de contacto")
        constraints = [
            # Capitals make no other address, before the @ neither: no server that people use tells them apart.
            models.UniqueConstraint("contribuyente", "canal", Lower("destino"), name="medio_unico"),
            models.UniqueConstraint(
                fields=["contribuyente", "canal"], condition=Q(principal=True), name="medio_principal_unico"
            ),
            models.CheckConstraint(
                condition=Q(principal=False) | Q(confirmado_en__isnull=False),
                name="medio_principal_confirmado",
            ),
            models.CheckConstraint(
                condition=Q(canal="CORREO", destino__contains="@")
                | Q(canal="CELULAR", destino__regex=r"^[0-9]{10}$"),
                name="medio_destino_segun_canal",
            ),
        ]
        indexes = [
            models.Index(
                fields=["codigo_proximo_en"],
                condition=Q(codigo_proximo_en__isnull=False),
                name="medio_por_enviar",
            ),
            models.Index(fields=["registrado_en"], condition=Q(confirmado_en=None), name="medio_por_caducar"),
        ]

    def __str__(self) -> str:
        return self.destino_enmascarado

    @property
    def destino_enmascarado(self) -> str:
        """The address with all but its ends hidden."""
        return enmascarar(self.destino)


class CambioDeMedio(models.Model):
    """What a prepared act does to the means of contact once it is signed; append-only."""

    class Operacion(models.TextChoices):
        AGREGAR = "AGREGAR", _("Agregar")
        SUSTITUIR = "SUSTITUIR", _("Cambiar")
        QUITAR = "QUITAR", _("Quitar")
        PRINCIPAL = "PRINCIPAL", _("Hacer principal")

    acto = models.OneToOneField(ActoPreparado, on_delete=models.PROTECT, related_name="cambio_de_medio")
    operacion = models.CharField(max_length=9, choices=Operacion.choices)
    canal = models.CharField(max_length=8, choices=MedioContacto.Canal.choices)
    destino = models.CharField(max_length=254, help_text="the address that the change is about")
    nuevo = models.CharField(max_length=254, blank=True, help_text="the one that takes its place")

    class Meta:
        verbose_name = _("cambio de medio de contacto")
        verbose_name_plural = _("cambios de medios de contacto")
        constraints = [
            models.CheckConstraint(
                condition=(Q(operacion="SUSTITUIR") & ~Q(nuevo=""))
                | Q(operacion__in=["AGREGAR", "QUITAR", "PRINCIPAL"], nuevo=""),
                name="cambio_de_medio_coherente",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_operacion_display()} {self.get_canal_display()}"

    @property
    def destino_enmascarado(self) -> str:
        """The address that the change is about, with all but its ends hidden."""
        return enmascarar(self.destino)

    @property
    def nuevo_enmascarado(self) -> str:
        """The one that takes its place, if any, likewise."""
        return enmascarar(self.nuevo) if self.nuevo else ""
