"""Documents: what was drawn and sealed, kept whole in the database.

A document says either what a signed act says (an acuse), or a content of its own (what the institution issues).
"""

import base64
import secrets
import unicodedata
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buzon.actos.models import ActoFirmado

_BYTES_DEL_CODIGO = 20
LETRAS_DEL_CODIGO = _BYTES_DEL_CODIGO * 8 // 5
_GRUPO = 4
# Twice its own, for the spaces with which it is copied; judged before NFKC, which takes the square of a run of accents.
LARGO_MAXIMO_DE_CODIGO = 80
# Base32 (RFC 4648) has no 0, 1 nor 8: whoever reads one of them saw a letter.
_CONFUSIONES = str.maketrans("018", "OIB")


def nuevo_codigo() -> str:
    """Return the verification code of a document: 160 bits of chance in base32, eight groups of four."""
    return _en_grupos(base64.b32encode(secrets.token_bytes(_BYTES_DEL_CODIGO)).decode("ascii"))


def normalizar_codigo(texto: str) -> str:
    """Return what was typed in the form in which codes are kept; something of another length stays different."""
    if len(texto) > LARGO_MAXIMO_DE_CODIGO:
        return ""
    letras = unicodedata.normalize("NFKC", texto).upper().translate(_CONFUSIONES)
    return _en_grupos("".join(letra for letra in letras if letra.isascii() and letra.isalnum()))


def _en_grupos(letras: str) -> str:
    return "-".join(letras[n : n + _GRUPO] for n in range(0, len(letras), _GRUPO))


class Clase(models.TextChoices):
    ACUSE = "acuse", _("Acuse")
    OPINION = "opinion", _("Opinión")
    RESOLUCION = "resolucion", _("Resolución")


class Estado(models.TextChoices):
    """A document is born with its act and gets its PDF a moment later."""

    PENDIENTE = "PENDIENTE", _("Pendiente de sello")
    SELLADO = "SELLADO", _("Sellado")


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
    contenido = models.JSONField(null=True, blank=True, help_text="what it says, where no act says it")
    estado = models.CharField(max_length=9, choices=Estado.choices, default=Estado.PENDIENTE)
    pdf = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    tamano = models.PositiveIntegerField(null=True, help_text="bytes")
    paginas = models.PositiveSmallIntegerField(null=True)
    sello_digital = models.BinaryField(default=b"", help_text="RSA-SHA256 of the seal over the cadena")
    sello_certificado = models.BinaryField(default=b"", help_text="DER with which sello_digital is checked")
    creado_en = models.DateTimeField()
    encolado_en = models.DateTimeField(help_text="when its sealing was last asked for")
    sellado_en = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")
        ordering = ["-creado_en"]
        permissions = [("leer_documento", "Puede descargar el PDF de un documento")]
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
            models.CheckConstraint(
                condition=Q(clase=Clase.ACUSE, acto__isnull=False, contenido__isnull=True)
                | (~Q(clase=Clase.ACUSE) & Q(acto__isnull=True, contenido__isnull=False)),
                name="documento_acto_o_contenido",
            ),
            # It comes with the seal, and only where no act brings a signature of its own.
            models.CheckConstraint(
                condition=Q(sello_digital=b"", sello_certificado=b"")
                & (Q(estado=Estado.PENDIENTE) | Q(contenido__isnull=True))
                | Q(estado=Estado.SELLADO, contenido__isnull=False)
                & ~Q(sello_digital=b"")
                & ~Q(sello_certificado=b""),
                name="documento_sello_digital",
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
        return self.estado == Estado.SELLADO

    @property
    def firma_del_sello(self) -> bytes:
        """The sello digital over the cadena; empty before it is sealed, and where an act carries the signature."""
        return bytes(self.sello_digital)

    @property
    def certificado_del_sello(self) -> bytes:
        return bytes(self.sello_certificado)


class SelloUsado(models.Model):
    """A certificate with which documents were sealed: a file that bears it says that it is ours, in use or not."""

    sha256 = models.CharField(primary_key=True, max_length=64, help_text="of the certificate, in DER")
    certificado = models.BinaryField(help_text="DER")
    desde = models.DateTimeField(help_text="when the first document was sealed with it")

    class Meta:
        verbose_name = _("certificado del sello")
        verbose_name_plural = _("certificados del sello")
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256
