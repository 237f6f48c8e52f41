"""What is to come for a person: the next terms of the Buzón's home, each with its day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from buzon.cuentas.peticion import PersonaDentro
from buzon.promociones import selectors as promociones
from buzon.promociones.reglas import Estado
from buzon.valores.fechas import dia_en_centro
from buzon.valores.plazos import dias_restantes
from terceros import selectors as terceros

CUANTOS = 4
# What ends by itself is told of so long before; of a request the law's term is shorter.
A_LA_VISTA = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Plazo:
    """A day, what happens on it, and where it is seen; `te_toca`: it waits for the person."""

    dia: date
    que: str
    url: str
    nota: str
    te_toca: bool = False


def agenda_de(persona: PersonaDentro, *, ahora: datetime) -> list[Plazo]:
    """Return the next CUANTOS terms, the soonest first: of requests, of third parties, of the e.firma in use."""
    hoy, plazos = dia_en_centro(ahora), []
    for una in promociones.por_resolver_de(persona.rfc)[:CUANTOS]:
        te_toca = una.estado == Estado.INFORMACION_REQUERIDA
        que = _("Responde a tu subdelegación") if te_toca else _("Resuelven tu solicitud")
        url = reverse("promociones:solicitud", args=[una.folio])
        plazos.append(Plazo(una.vence_el, que, url, _en_cuanto(una.vence_el, hoy=hoy), te_toca))
    plazos += [
        Plazo(una.ultimo_dia, _("Termina un tercero autorizado"), reverse("terceros:lista"), una.tercero)
        for una in terceros.por_terminar_de(persona.rfc, en=ahora, hasta=ahora + A_LA_VISTA)[:CUANTOS]
        if una.ultimo_dia
    ]
    efirma_hasta = persona.ingreso.contribuyente.efirma_hasta
    if efirma_hasta is not None and efirma_hasta - ahora < A_LA_VISTA:
        dia = dia_en_centro(efirma_hasta)
        plazos.append(
            Plazo(dia, _("Vence tu e.firma"), reverse("cuentas:sesiones"), _en_cuanto(dia, hoy=hoy), True)
        )
    return sorted(plazos, key=lambda plazo: plazo.dia)[:CUANTOS]


def _en_cuanto(dia: date, *, hoy: date) -> str:
    dias = dias_restantes(dia, hoy=hoy)
    if dias < 0:
        return _("Ya venció")
    return {0: _("Hoy"), 1: _("Mañana")}.get(dias) or _("Faltan %(n)s días") % {"n": dias}
