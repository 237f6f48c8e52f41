"""The term of a request: who is told when nobody resolves it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.cuentas.models import Personal
from buzon.cuentas.selectors import correos_de_normativa, jefaturas_de
from buzon.mensajes.services import avisar_al_personal
from buzon.promociones import avisos, selectors
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Nivel, umbral
from buzon.valores.fechas import dia_en_centro

LOTE = 500
LOTES = 40
_LO_NECESARIO = ("folio", "rfc", "escalada", "vence_el", "subdelegacion_id", "acto__representante_rfc")


def escalar(*, ahora: datetime) -> int:
    """Raise open requests to the level that their day gives, in sets; return how many were raised.

    Each level is reached once, with its entry in the log and its notice, in one transaction; whoever comes late goes
    straight to the level of the day, and what no head can attend to goes to Normativa at once. What a set of LOTES
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
    pendientes = selectors.abiertas(vencen_hasta=umbral(nivel, hoy=hoy), escalada_menor_que=nivel)
    filas = list(
        pendientes.select_for_update(skip_locked=True, of=("self",))
        .select_related("acto")
        .order_by("vence_el", "pk")
        .only(*_LO_NECESARIO)[:LOTE]
    )
    jefaturas = jefaturas_de({fila.subdelegacion_id for fila in filas if fila.subdelegacion_id})
    grupos: dict[tuple[Nivel, str], list[Solicitud]] = defaultdict(list)
    for fila in filas:
        jefatura = _jefatura_para(fila, jefaturas) if nivel is Nivel.JEFATURA else None
        grupos[(nivel, jefatura.usuario.email) if jefatura else (Nivel.NORMATIVA, "")].append(fila)
    for (a, correo), suyas in grupos.items():
        _escalar_grupo(suyas, a=a, correo=correo, ahora=ahora)
    return len(filas)


def _jefatura_para(fila: Solicitud, jefaturas: Mapping[str, Personal]) -> Personal | None:
    """Return the head that may attend to a request: there is one, and it is not her own."""
    jefatura = jefaturas.get(fila.subdelegacion_id or "")
    es_suya = jefatura is not None and jefatura.rfc in {fila.rfc, fila.acto.representante_rfc}
    return None if es_suya else jefatura


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
