"""Staff's pages of the register: facts are read there, and changed only by the register's own services.

A page costs about the same with ten rows as with millions: rows come in the order of an index, a search looks in one
indexed column, which the shape of what is written chooses, and no count goes beyond a limit.
"""

import re
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from buzon.padron import filtros
from buzon.padron.carga.admin import CargaAdmin
from buzon.padron.models import Convenio, CreditoFiscal, Garantia, Patron, RegistroPatronal, Subdelegacion
from buzon.valores.captura import sin_invisibles
from buzon.valores.identificadores import FORMATO_NRP, FORMATO_RFC, normalizar_rfc
from buzon.web.solo_lectura import SoloLectura, dato, si_o_no

__all__ = ["CargaAdmin"]  # Django looks for pages in the app's own `admin` alone

_NRP_Y_NUMERO = f"({FORMATO_NRP})/?([0-9]{{1,9}})"
_ESTADO, _PERIODO = dato("get_estado_display", _("Estado")), dato("periodo", _("Periodo"))
_TIPO, _SITUACION = dato("get_tipo_display", _("Tipo")), dato("get_situacion_display", _("Situación"))
_PATRON, _REGISTRO = dato("patron_id", "RFC"), dato("registro_id", "NRP")
_SU_RFC = dato("registro.patron_id", "RFC")
_B251, _LEGIBLE = si_o_no("b251", "B-251"), si_o_no("legible", _("Legible"))


class HechosAdmin(SoloLectura):
    """Facts: nobody adds, changes or erases them here."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look where the shape of the term says."""
        texto = sin_invisibles(search_term).strip()
        return (self.buscar(queryset, texto) if texto else queryset), False

    def buscar(self, filas: QuerySet[Any], texto: str) -> QuerySet[Any]:
        return filas.filter(**{self.busca_rfc: normalizar_rfc(texto)})


@admin.register(Patron)
class PatronAdmin(HechosAdmin):
    list_display = ("rfc", "nombre", dato("personas", _("Personas")))
    list_filter = (filtros.PorPersonas,)
    ordering = ("rfc",)
    detalle = ("rfc", "nombre", "curp", dato("personas", _("Personas con ese RFC")))


@admin.register(RegistroPatronal)
class RegistroPatronalAdmin(HechosAdmin):
    """Registros patronales, found by their own key or by whose they are."""

    busca_rfc, busca_folio = "patron__rfc", "nrp__startswith"
    titular = "patron_id"
    list_display = ("nrp", _PATRON, _ESTADO, "modalidad", "trabajadores", _B251, _LEGIBLE)
    list_filter = (
        filtros.PorEstadoDeRegistro,
        filtros.PorB251,
        filtros.PorLegible,
        filtros.PorSubdelegacion,
    )
    ordering = ("nrp",)
    detalle = (
        *("nrp", _PATRON, dato("patron.nombre", _("Nombre o razón social")), _ESTADO, "modalidad"),
        *("trabajadores", dato("subdelegacion", _("Subdelegación")), _B251, _LEGIBLE),
    )
    search_help_text = _("NRP completo o su principio, o RFC completo.")

    def buscar(self, filas: QuerySet[Any], texto: str) -> QuerySet[Any]:
        """An RFC has its own shape; anything else is the beginning of an NRP."""
        clave = normalizar_rfc(texto)
        return filas.filter(
            **{self.busca_rfc if re.fullmatch(FORMATO_RFC, clave) else self.busca_folio: clave}
        )


@admin.register(CreditoFiscal)
class CreditoFiscalAdmin(HechosAdmin):
    """Credits, found by whose they are: a number is one only within its registro patronal."""

    busca_rfc, busca_folio = "registro__patron__rfc", "registro__nrp"
    titular = "registro.patron_id"
    list_display = (
        *("numero", _REGISTRO, _SU_RFC, "origen", _TIPO, _SITUACION),
        *(_PERIODO, "importe", "limite_de_pago_el"),
    )
    list_filter = (filtros.PorSituacion,)
    list_select_related = ("registro",)
    ordering = ("registro_id", "numero")
    detalle = (
        *("numero", _REGISTRO, _SU_RFC, "origen", _TIPO, _SITUACION, _PERIODO),
        *("importe", "limite_de_pago_el", dato("garantia_id", _("Garantía"))),
        *(
            dato("garantia.get_estado_display", _("Estado de la garantía")),
            dato("convenio_id", _("Convenio")),
        ),
        dato("convenio.get_estado_display", _("Estado del convenio")),
    )
    columnas = (
        *("numero", "registro__patron_id", "origen", "tipo", "situacion", "periodo"),
        *("importe", "limite_de_pago_el"),
    )
    search_help_text = _("RFC o NRP, completos; o NRP y número, separados por un espacio.")

    def buscar(self, filas: QuerySet[Any], texto: str) -> QuerySet[Any]:
        """Nothing but a whole key is looked for: no index begins with a number, or with part of an RFC."""
        clave = normalizar_rfc(texto)
        if re.fullmatch(FORMATO_RFC, clave):
            return filas.filter(**{self.busca_rfc: clave})
        if re.fullmatch(FORMATO_NRP, clave):
            return filas.filter(**{self.busca_folio: clave})
        if partes := re.fullmatch(_NRP_Y_NUMERO, clave):
            return filas.filter(**{self.busca_folio: partes[1]}, numero__startswith=partes[2])
        return filas.none()


class RespaldosAdmin(HechosAdmin):
    """What backs credits, found by its own key or by whose credits it backs."""

    busca_rfc, busca_folio = "", "folio__startswith"
    ordering = ("folio",)
    search_help_text = _("Folio o su principio; o RFC o NRP, completos.")

    def titulares_de(self, lista: ChangeList) -> set[str]:
        """What was found by an RFC is of its person, though no row says so."""
        clave = normalizar_rfc(lista.query)
        return {clave} if lista.result_list and re.fullmatch(FORMATO_RFC, clave) else set()

    def buscar(self, filas: QuerySet[Any], texto: str) -> QuerySet[Any]:
        """A folio has no shape: what looks like an RFC or an NRP is taken for one."""
        clave, respaldo = normalizar_rfc(texto), str(self.opts.model_name)
        creditos = CreditoFiscal.objects.filter(**{f"{respaldo}__isnull": False}).values(respaldo)
        if re.fullmatch(FORMATO_RFC, clave):
            return filas.filter(folio__in=creditos.filter(registro__patron=clave))
        if re.fullmatch(FORMATO_NRP, clave):
            return filas.filter(folio__in=creditos.filter(registro=clave))
        return filas.filter(**{self.busca_folio: texto})


@admin.register(Garantia)
class GarantiaAdmin(RespaldosAdmin):
    list_display = ("folio", _ESTADO, "importe", "vence_el")
    list_filter = (filtros.PorEstadoDeGarantia,)
    detalle = list_display


@admin.register(Convenio)
class ConvenioAdmin(RespaldosAdmin):
    list_display = ("folio", _ESTADO, dato("get_respaldo_display", _("Respaldo")), "termina_el")
    list_filter = (filtros.PorEstadoDeConvenio,)
    detalle = list_display


@admin.register(Subdelegacion)
class SubdelegacionAdmin(HechosAdmin):
    """Offices: so few that their names are searched through."""

    busca_rfc, busca_folio = "", "clave__startswith"
    list_display = (
        dato("clave", _("Clave")),
        "nombre",
        "ooad",
        si_o_no("es_demo", _("Dato de demostración")),
    )
    ordering = ("clave",)
    detalle = list_display
    search_help_text = _("Clave, o parte del nombre.")

    def buscar(self, filas: QuerySet[Any], texto: str) -> QuerySet[Any]:
        """Figures are a key."""
        return filas.filter(**{self.busca_folio if texto.isdecimal() else "nombre__icontains": texto})
