"""Staff's pages of the register: nothing is deleted there, and every change asks for the opinion again."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from buzon.bitacora.solo_lectura import PaginadorSinCuenta
from buzon.padron.models import Convenio, CreditoFiscal, Garantia, Patron, RegistroPatronal, Subdelegacion
from buzon.padron.services import anotar_cambio


def rfcs_afectados(fila: models.Model) -> set[str]:
    """Return the RFCs whose facts a row belongs to."""
    match fila:
        case Patron():
            return {fila.rfc}
        case RegistroPatronal():
            return {fila.patron_id}
        case CreditoFiscal():
            return {fila.registro.patron_id}
        case Garantia() | Convenio():
            return set(fila.creditos.values_list("registro__patron", flat=True))
    return set()


class HechosAdmin(admin.ModelAdmin[Any]):
    """Facts that may be corrected, never erased."""

    paginator = PaginadorSinCuenta
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Facts leave the register only by its own services."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """The key of a fact, and whose it is, stay as they were given."""
        return self.campos_fijos if obj else ()

    campos_fijos: tuple[str, ...] = ()

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        """Save, log and ask for the opinions that depend on this fact."""
        super().save_model(request, obj, form, change)
        for rfc in rfcs_afectados(obj):
            anotar_cambio(rfc, ahora=timezone.now())


@admin.register(Patron)
class PatronAdmin(HechosAdmin):
    """Employers."""

    campos_fijos = ("rfc",)
    list_display = ("rfc", "nombre", "personas")
    search_fields = ("rfc__startswith",)


@admin.register(RegistroPatronal)
class RegistroPatronalAdmin(HechosAdmin):
    """Registros patronales."""

    campos_fijos = ("nrp", "patron", "modalidad")
    raw_id_fields = ("patron", "subdelegacion")
    list_display = ("nrp", "patron_id", "estado", "trabajadores", "b251", "legible")
    list_filter = ("estado", "b251", "legible")
    search_fields = ("nrp__startswith", "patron__rfc__startswith")


@admin.register(CreditoFiscal)
class CreditoFiscalAdmin(HechosAdmin):
    """Credits."""

    campos_fijos = ("numero", "registro")
    raw_id_fields = ("registro", "garantia", "convenio")
    list_display = ("numero", "registro_id", "origen", "tipo", "situacion", "periodo", "importe")
    list_filter = ("situacion", "origen", "tipo")
    search_fields = ("numero__startswith", "registro__nrp__startswith", "registro__patron__rfc__startswith")


@admin.register(Garantia)
class GarantiaAdmin(HechosAdmin):
    """Guarantees."""

    campos_fijos = ("folio",)
    list_display = ("folio", "estado", "importe", "vence_el")
    search_fields = ("folio__startswith",)


@admin.register(Convenio)
class ConvenioAdmin(HechosAdmin):
    """Agreements to pay."""

    campos_fijos = ("folio",)
    list_display = ("folio", "estado", "respaldo", "termina_el")
    search_fields = ("folio__startswith",)


@admin.register(Subdelegacion)
class SubdelegacionAdmin(HechosAdmin):
    """Offices."""

    campos_fijos = ("clave",)
    list_display = ("clave", "nombre", "ooad", "es_demo")
    search_fields = ("clave", "nombre")
