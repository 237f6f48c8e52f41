"""Who attends to a request: which office, which person, and whom it is raised to when nobody resolves it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.cuentas.avisos import avisar
from buzon.cuentas.models import Personal
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.cuentas.selectors import correos_de_normativa, jefaturas_de
from buzon.mensajes.services import avisar_al_personal
from buzon.padron.models import Subdelegacion
from buzon.promociones import avisos, selectors
from buzon.promociones.alcance import pueden_recibir
from buzon.promociones.errores import AsignacionNoDisponible
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import Nivel, exigir_texto
from buzon.promociones.services.retenidas import (
    exigir_abierta,
    exigir_sin_correccion,
    exigir_visto,
    retener_asignadas,
    retener_para,
    retener_varias,
)
from buzon.promociones.texto import limpio
from buzon.valores.fechas import dia_en_centro

# Requests in a transaction, and transactions of a level in an hour: the rest waits for the next one.
LOTE, LOTES = 500, 40
_LO_NECESARIO = ("folio", "rfc", "escalada", "vence_el", "subdelegacion_id")


@transaction.atomic
def asignar(
    solicitudes: Collection[Solicitud], a: Personal | None, *, quien: Funcionario, ahora: datetime
) -> int:
    """Give requests to somebody who may act on each (None: to nobody), all or none; return how many changed hands.

    Raises SolicitudResuelta, AsignacionNoDisponible, NoEncontrado, SolicitudDeSuOficina, RfcPropio.
    """
    if a is not None:
        # As the account is now, and held: whoever closes or moves it waits for this, or came first.
        a = Personal.objects.select_for_update(no_key=True).get(pk=a.pk)
    filas = retener_varias(quien, solicitudes)
    for fila in filas:
        exigir_abierta(fila)
    if a is not None and not pueden_recibir([a], filas):
        raise AsignacionNoDisponible(a.usuario.get_username())
    cambian = [fila for fila in filas if fila.asignada_a_id != (a.pk if a else None)]
    for fila in cambian:
        _asignar(fila, a, quien=quien, ahora=ahora)
    return len(cambian)


@transaction.atomic
def liberar(a: Personal, *, autor: str, ahora: datetime) -> int:
    """Take from somebody, whose row the caller holds, the open requests that they may no longer act on: how many."""
    ajenas = [fila for fila in retener_asignadas(a) if not pueden_recibir([a], [fila])]
    for fila in ajenas:
        _asignar(fila, None, quien=Funcionario(autor), ahora=ahora)
    return len(ajenas)


def _asignar(fila: Solicitud, a: Personal | None, *, quien: Funcionario, ahora: datetime) -> None:
    detalle = {"folio": fila.folio, "autor": quien.usuario, "de": _nombre(fila.asignada_a), "a": _nombre(a)}
    fila.asignada_a = a
    fila.save(update_fields=["asignada_a"])
    bitacora.anotar("promociones.asignacion", ahora=ahora, rfc=fila.rfc, detalle=detalle)


def _nombre(personal: Personal | None) -> str | None:
    return personal.usuario.get_username() if personal else None


@transaction.atomic
def reasignar(
    solicitud: Solicitud,
    *,
    subdelegacion: Subdelegacion | None,
    motivo: str,
    quien: Funcionario,
    ahora: datetime,
    visto: int | None = None,
) -> bool:
    """Hand it over to another subdelegación (None: nivel central), assigned to nobody; the term runs on.

    `motivo` is for whoever takes it, and stays in the log; the taxpayer is told of the office alone. To where it is
    already: nothing happens, and it returns False. Raises TextoInsuficiente, TextoDemasiadoLargo, SolicitudResuelta,
    CorreccionPendiente, EstadoCambiado, NoEncontrado, SolicitudDeSuOficina, RfcPropio.
    """
    escrito = limpio(motivo)
    exigir_texto(escrito)
    fila = retener_para(quien, solicitud)
    exigir_abierta(fila)
    exigir_sin_correccion(fila)
    de, a = fila.subdelegacion_id, subdelegacion.pk if subdelegacion else None
    if de == a:
        return False
    exigir_visto(fila, visto)
    fila.subdelegacion, fila.asignada_a = subdelegacion, None
    fila.save(update_fields=["subdelegacion", "asignada_a"])
    detalle = {"folio": fila.folio, "autor": quien.usuario, "de": de, "a": a, "motivo": escrito}
    asiento = bitacora.anotar("promociones.traslado", ahora=ahora, rfc=fila.rfc, detalle=detalle)
    avisar(fila.rfc, aviso=avisos.de_traslado(fila, asiento=asiento.pk), ahora=ahora)
    return True


def escalar(*, ahora: datetime) -> int:
    """Raise open requests to the level that their day gives, in sets; return how many were raised.

    Each level is reached once, with its entry in the log and its notice, in one transaction; whoever comes late goes
    straight to the level of the day. What no head can attend to goes to Normativa at once, and so does what loses its
    head later (handed over, another head, an account closed). What LOTES sets do not reach, and what somebody is
    writing to at this moment, is left for the next hour.
    """
    hoy = dia_en_centro(ahora)
    # The highest first: what is that late is told once, and not to the head on its way.
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
