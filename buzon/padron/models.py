"""The register: employers, their registros patronales and their credits. Facts only, keyed as the Institute does.

Natural keys everywhere (RFC, NRP, folio), so that a national file is loaded by COPY without looking anything up.
"""

from enum import StrEnum

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from buzon.padron import hechos
from buzon.padron.carga.models import Carga
from buzon.padron.hechos import NRP, PERIODO, RFC
from buzon.web.formato import opciones

__all__ = [
    "Carga",
    "Convenio",
    "CreditoFiscal",
    "Garantia",
    "Patron",
    "RegistroPatronal",
    "Subdelegacion",
]


def _entre(campo: str, enumeracion: type[StrEnum]) -> Q:
    return Q(**{f"{campo}__in": [opcion.value for opcion in enumeracion]})


class Subdelegacion(models.Model):
    """Office that controls registros patronales; `es_demo` rows are not the official catalogue."""

    clave = models.CharField(
        max_length=4, primary_key=True, help_text="2 digits of the OOAD and 2 of its own"
    )
    nombre = models.CharField(_("nombre"), max_length=120)
    ooad = models.CharField("OOAD", max_length=120)
    es_demo = models.BooleanField(_("dato de demostración"), default=False, db_default=False)

    class Meta:
        verbose_name = _("subdelegación")
        verbose_name_plural = _("subdelegaciones")
        constraints = [
            models.CheckConstraint(condition=Q(clave__regex=r"^[0-9]{4}$"), name="subdelegacion_clave")
        ]

    def __str__(self) -> str:
        return f"{self.nombre}, {self.ooad}"


class Patron(models.Model):
    """Whoever is registered as an employer."""

    rfc = models.CharField("RFC", max_length=13, primary_key=True, validators=[RegexValidator(RFC)])
    nombre = models.CharField(_("nombre o razón social"), max_length=255)
    curp = models.CharField("CURP", max_length=18, blank=True, default="", db_default="")
    personas = models.PositiveSmallIntegerField(
        _("registros de persona"),
        default=1,
        db_default=1,
        help_text=_("más de uno: el RFC no identifica a una sola persona"),
    )

    class Meta:
        verbose_name = _("patrón")
        verbose_name_plural = _("patrones")
        constraints = [
            models.CheckConstraint(condition=Q(rfc__regex=RFC), name="patron_rfc"),
            models.CheckConstraint(condition=Q(personas__gte=1), name="patron_alguna_persona"),
        ]
        indexes = [models.Index(fields=["rfc"], name="patron_de_varias", condition=Q(personas__gt=1))]

    def __str__(self) -> str:
        return f"{self.rfc} {self.nombre}"


class RegistroPatronal(models.Model):
    """A registro patronal (NRP)."""

    nrp = models.CharField("NRP", max_length=11, primary_key=True, validators=[RegexValidator(NRP)])
    patron = models.ForeignKey(
        Patron,
        on_delete=models.PROTECT,
        db_column="rfc",
        db_index=False,  # here and below: Meta has the index that serves, or a unique key begins so
        related_name="registros",
        verbose_name=_("patrón"),
    )
    estado = models.CharField(_("estado"), max_length=8, choices=opciones(hechos.EstadoRegistro))
    modalidad = models.GeneratedField(
        verbose_name=_("modalidad"),
        expression=Substr("nrp", 9, 2),
        output_field=models.CharField(max_length=2),
        db_persist=True,
    )
    trabajadores = models.PositiveIntegerField(_("trabajadores"), default=0, db_default=0)
    subdelegacion = models.ForeignKey(
        Subdelegacion,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="registros",
        verbose_name=_("subdelegación"),
    )
    b251 = models.BooleanField(
        "B-251", default=False, db_default=False, help_text=_("baja por el artículo 251 de la LSS")
    )
    legible = models.BooleanField(
        _("legible"),
        default=True,
        db_default=True,
        help_text=_("sin marcar: el origen no da datos ciertos de este registro"),
    )

    class Meta:
        verbose_name = _("registro patronal")
        verbose_name_plural = _("registros patronales")
        indexes = [
            models.Index(fields=["patron"], name="registro_rfc"),
            models.Index(fields=["subdelegacion", "nrp"], name="registro_por_oficina"),
            # Of the filters of the staff's page: what is rare among millions would else be looked for in all of them.
            models.Index(
                fields=["nrp"],
                name="registro_en_huelga",
                condition=Q(estado=hechos.EstadoRegistro.HUELGA.value),
            ),
            models.Index(fields=["nrp"], name="registro_b251", condition=Q(b251=True)),
            models.Index(fields=["nrp"], name="registro_ilegible", condition=Q(legible=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(nrp__regex=NRP), name="registro_nrp"),
            models.CheckConstraint(condition=_entre("estado", hechos.EstadoRegistro), name="registro_estado"),
            models.CheckConstraint(
                condition=Q(b251=False) | Q(estado=hechos.EstadoRegistro.BAJA.value),
                name="registro_b251_es_baja",
            ),
        ]

    def __str__(self) -> str:
        return self.nrp


class Garantia(models.Model):
    """A guarantee of the interés fiscal; it may secure several credits."""

    folio = models.CharField(_("folio"), max_length=20, primary_key=True)
    estado = models.CharField(_("estado"), max_length=12, choices=opciones(hechos.EstadoGarantia))
    importe = models.DecimalField(_("importe"), max_digits=16, decimal_places=2)
    vence_el = models.DateField(_("vence el"), null=True, blank=True)

    class Meta:
        verbose_name = _("garantía")
        verbose_name_plural = _("garantías")
        constraints = [
            models.CheckConstraint(condition=_entre("estado", hechos.EstadoGarantia), name="garantia_estado"),
            models.CheckConstraint(condition=Q(importe__gte=0), name="garantia_importe"),
        ]

    def __str__(self) -> str:
        return self.folio


class Convenio(models.Model):
    """An agreement to pay by instalments or later; it may cover several credits."""

    folio = models.CharField(_("folio"), max_length=20, primary_key=True)
    estado = models.CharField(_("estado"), max_length=10, choices=opciones(hechos.EstadoConvenio))
    respaldo = models.CharField(_("respaldo"), max_length=8, choices=opciones(hechos.RespaldoConvenio))
    termina_el = models.DateField(_("termina el"), null=True, blank=True)

    class Meta:
        verbose_name = _("convenio")
        verbose_name_plural = _("convenios")
        constraints = [
            models.CheckConstraint(condition=_entre("estado", hechos.EstadoConvenio), name="convenio_estado"),
            models.CheckConstraint(
                condition=_entre("respaldo", hechos.RespaldoConvenio), name="convenio_respaldo"
            ),
        ]

    def __str__(self) -> str:
        return self.folio


class CreditoFiscal(models.Model):
    """A crédito fiscal of a registro patronal; its number is unique within the registro."""

    numero = models.CharField(_("número"), max_length=9, validators=[RegexValidator(r"^[0-9]{9}$")])
    registro = models.ForeignKey(
        RegistroPatronal, on_delete=models.PROTECT, db_column="nrp", db_index=False, related_name="creditos"
    )
    origen = models.CharField(_("origen"), max_length=4, choices=opciones(hechos.Origen))
    tipo = models.CharField(_("tipo"), max_length=20, choices=opciones(hechos.TipoCredito))
    situacion = models.CharField(_("situación"), max_length=14, choices=opciones(hechos.SituacionCredito))
    periodo = models.CharField(
        _("periodo"),
        max_length=7,
        validators=[RegexValidator(PERIODO)],
        help_text=_("aaaa-mm o aaaa-Bn"),
    )
    importe = models.DecimalField(_("importe"), max_digits=16, decimal_places=2)
    limite_de_pago_el = models.DateField(_("límite de pago"), null=True, blank=True)
    garantia = models.ForeignKey(
        Garantia,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="creditos",
        verbose_name=_("garantía"),
    )
    convenio = models.ForeignKey(
        Convenio, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="creditos"
    )

    class Meta:
        verbose_name = _("crédito fiscal")
        verbose_name_plural = _("créditos fiscales")
        indexes = [
            models.Index(F("garantia"), name="credito_garantia", condition=Q(garantia__isnull=False)),
            models.Index(F("convenio"), name="credito_convenio", condition=Q(convenio__isnull=False)),
            models.Index(fields=["situacion"], name="credito_por_situacion"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["registro", "numero"], name="credito_numero_por_registro"),
            models.CheckConstraint(condition=Q(numero__regex=r"^[0-9]{9}$"), name="credito_numero"),
            models.CheckConstraint(condition=_entre("origen", hechos.Origen), name="credito_origen"),
            models.CheckConstraint(condition=_entre("tipo", hechos.TipoCredito), name="credito_tipo"),
            models.CheckConstraint(
                condition=_entre("situacion", hechos.SituacionCredito), name="credito_situacion"
            ),
            models.CheckConstraint(condition=Q(periodo__regex=PERIODO), name="credito_periodo"),
            models.CheckConstraint(condition=Q(importe__gte=0), name="credito_importe"),
            models.CheckConstraint(
                condition=~Q(situacion=hechos.SituacionCredito.POR_DETERMINAR.value)
                | Q(limite_de_pago_el__isnull=False),
                name="credito_por_determinar_con_limite",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero} {self.periodo}"
