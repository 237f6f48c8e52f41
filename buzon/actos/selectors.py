"""Reads of acts, and what of their text the staff reads."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from buzon.actos.cadena_original import MODIFICAR_MEDIOS
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.valores.contacto import enmascarar_en

REVELAR = "cuentas.revelar_medio"


def preparado_por_id(acto_id: UUID | str, *, rfc: str) -> ActoPreparado | None:
    """Return one's own prepared act of any kind; an id that is no UUID is nobody's."""
    try:
        return ActoPreparado.objects.filter(pk=acto_id, rfc=rfc).first()
    except ValidationError:
        return None


def preparado_de(acto_id: UUID, *, rfc: str, tramites: Sequence[str]) -> ActoPreparado | None:
    """Return one's own prepared act of one of these kinds; somebody else's is as if it did not exist."""
    return ActoPreparado.objects.filter(pk=acto_id, rfc=rfc, tramite__in=tramites).first()


def preparado_vigente(
    rfc: str, *, tramite: str, certificado_sha256: str, ahora: datetime, vigente_en: datetime
) -> ActoPreparado | None:
    """Return the newest untried act of this kind for this certificate that stands now and at that instant."""
    return (
        ActoPreparado.objects.filter(
            rfc=rfc,
            tramite=tramite,
            certificado_sha256=certificado_sha256,
            creado_en__lte=ahora,
            vence_en__gt=vigente_en,
            intentos=0,
            firmado__isnull=True,
        )
        .order_by("-creado_en")
        .first()
    )


def firmado_con(acto: ActoPreparado) -> ActoFirmado | None:
    """Return what became of a prepared act, if it was signed."""
    return ActoFirmado.objects.filter(preparado=acto).only("folio").first()


def firmado_de(folio: str, *, rfc: str, tramites: Sequence[str]) -> ActoFirmado | None:
    return (
        ActoFirmado.objects.filter(folio=folio, rfc=rfc, tramite__in=tramites)
        .select_related("preparado")
        .first()
    )


def historial_de(rfc: str, *, tramites: Sequence[str]) -> QuerySet[ActoFirmado]:
    """Return one's signed acts of these kinds, newest first, without the heavy columns."""
    return ActoFirmado.objects.filter(rfc=rfc, tramite__in=tramites).only("folio", "tramite", "firmado_en")


def firmados_de(rfc: str) -> QuerySet[ActoFirmado]:
    """Return every signed act of an RFC, newest first, without the heavy columns."""
    return ActoFirmado.objects.filter(rfc=rfc).order_by("-firmado_en").only("folio", "tramite", "firmado_en")


def permiso_para_leer(acto: ActoFirmado | ActoPreparado) -> str:
    """Return the permission that its exact text asks for, besides the one to see the act; empty for none."""
    # The text of a change of contact names the addresses, which the staff otherwise reveals one by one, with a reason.
    return REVELAR if acto.tramite == MODIFICAR_MEDIOS.clave else ""


def a_la_vista(acto: ActoFirmado | ActoPreparado, texto: str) -> str:
    """Return a text of the act as its page shows it: means of contact masked, whoever reads."""
    return enmascarar_en(texto) if permiso_para_leer(acto) else texto
