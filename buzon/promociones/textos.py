"""The term of a request, as a person reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Semaforo
from buzon.valores.plazos import dias_restantes


def plazo_en_palabras(solicitud: Solicitud, *, hoy: date, en_lista: bool = False) -> str:
    """Return what is left of the term; nothing where there is nothing to wait for. In a list it says no more."""
    if not solicitud.esta_abierta:
        return ""
    restan = dias_restantes(solicitud.vence_el, hoy=hoy)
    if restan > 0:
        return ngettext("Queda %(n)s día natural.", "Quedan %(n)s días naturales.", restan) % {"n": restan}
    if restan == 0:
        return _("Vence hoy, a las 23:59:59 horas (Centro de México).")
    if en_lista:
        return ngettext("Venció hace %(n)s día.", "Venció hace %(n)s días.", -restan) % {"n": -restan}
    return ngettext(
        "Venció hace %(n)s día. Se escaló a la jefatura y a Normativa.",
        "Venció hace %(n)s días. Se escaló a la jefatura y a Normativa.",
        -restan,
    ) % {"n": -restan}


@dataclass(frozen=True, slots=True)
class EnLista:
    """A request in the list of one's own, with how its term stands today."""

    solicitud: Solicitud
    plazo: str
    esta_vencida: bool


def renglones(solicitudes: Iterable[Solicitud], *, hoy: date) -> list[EnLista]:
    """Return the rows of the list; `plazo` is empty where it was resolved."""
    return [
        EnLista(
            una,
            plazo_en_palabras(una, hoy=hoy, en_lista=True),
            una.semaforo(hoy=hoy) is Semaforo.VENCIDA,
        )
        for una in solicitudes
    ]
