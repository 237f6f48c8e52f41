"""Reads of the authorisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from autorizacion32d.leyendas import TRAMITES, Leyenda, leyenda_de
from autorizacion32d.models import Autorizacion
from autorizacion32d.reglas import Estado
from buzon.actos import selectors as actos


@dataclass(frozen=True, slots=True)
class ActoDelHistorial:
    """A line of the history."""

    leyenda: Leyenda
    folio: str
    firmado_en: datetime


def autorizacion_de(rfc: str) -> Autorizacion:
    """Return the present authorisation; an RFC without one has an unsaved row in SIN_AUTORIZACION."""
    return Autorizacion.objects.filter(rfc=rfc).first() or Autorizacion(
        rfc=rfc, estado=Estado.SIN_AUTORIZACION
    )


def historial_de(rfc: str) -> Sequence[ActoDelHistorial]:
    """Return every act of the RFC in this matter, newest first."""
    return [
        ActoDelHistorial(leyenda_de(acto.tramite), acto.folio, acto.firmado_en)
        for acto in actos.historial_de(rfc, tramites=TRAMITES)
    ]
