"""The term of a request: who is told when nobody resolves it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.cuentas.selectors import correos_de_normativa, jefaturas_de
from buzon.mensajes.services import avisar_al_personal
from buzon.promociones import avisos, selectors
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Nivel
from buzon.valores.fechas import dia_en_centro

LOTE = 500
LOTES = 40
_LO_NECESARIO = ("folio", "rfc", "escalada", "vence_el", "subdelegacion_id")


def escalar(*, ahora: datetime) -> int:
    """Raise open requests to the level that their day gives, in sets; return how many were raised.

    Each level is reached once, with its entry in the log and its notice, in one transaction; whoever comes late goes
    straight to the level of the day. What no head can attend to goes to Normativa at once, and so does what loses its
    head later (handed over, another head, an account closed). What a set of LOTES
    does not reach, and what somebody is writing to at this moment, is left for the next hour.
    """
    hoy = dia_en_centro(ahora)
    return sum(_escalar_a(nivel, hoy=hoy, ahora=ahora) for nivel in (Nivel.NORMATIVA, Nivel.JEFATURA))


def _escalar_a(nivel: Nivel, *, hoy: date, ahora: datetime) -> int:
    total = 0
    for _ in range(LOTES):
        escaladas = _escalar_lote(nivel, hoy=hoy, ahora=ahora)
        total += escaladas
        if escaladas < LOTE:
            break
    return total


@transaction.atomic
def _escalar_lote(nivel: Nivel, *, hoy: date, ahora: datetime) -> int:
    pendientes = selectors.por_escalar(nivel, hoy=hoy)
    filas = list(
        pendientes.select_for_update(skip_locked=True, of=("self",))
        .order_by("vence_el", "pk")
        .only(*_LO_NECESARIO)[:LOTE]
    )
    for correo, suyas in _por_correo(filas, nivel=nivel).items():
        _escalar_grupo(suyas, a=nivel, correo=correo, ahora=ahora)
    return len(filas)


def _por_correo(filas: Sequence[Solicitud], *, nivel: Nivel) -> Mapping[str, list[Solicitud]]:
    """Return the requests by the address of their head; those of Normativa, which has several, together."""
    if nivel is Nivel.NORMATIVA:
        return {"": list(filas)} if filas else {}
    jefaturas = jefaturas_de({fila.subdelegacion_id for fila in filas if fila.subdelegacion_id})
    grupos: dict[str, list[Solicitud]] = defaultdict(list)
    for fila in filas:
        jefatura = jefaturas.get(fila.subdelegacion_id or "")
        grupos[jefatura.usuario.email if jefatura else ""].append(fila)
    return grupos


def _escalar_grupo(filas: Sequence[Solicitud], *, a: Nivel, correo: str, ahora: datetime) -> None:
    """Raise requests that go to the same persons, and tell them in one e-mail, if they have an address."""
    Solicitud.objects.filter(pk__in=[fila.pk for fila in filas]).update(escalada=a)
    asiento = None
    for fila in filas:
        detalle = {"folio": fila.folio, "de": fila.escalada, "a": a.value}
        asiento = bitacora.anotar("promociones.escalada", ahora=ahora, rfc=fila.rfc, detalle=detalle)
    correos = correos_de_normativa() if a is Nivel.NORMATIVA else [correo] * bool(correo)
    if asiento is not None and correos:
        asunto, texto = avisos.de_escalamiento(filas, nivel=a)
        clave = f"escalada:{asiento.pk}"
        avisar_al_personal(asunto, texto=texto, clave=clave, correos=correos, ahora=ahora)
