"""Holds requests for a member of the staff: whatever the staff does to one comes through here."""

from collections.abc import Collection

from django.db.models import QuerySet, prefetch_related_objects

from buzon.cuentas.errores import RfcPropio
from buzon.cuentas.models import Personal
from buzon.cuentas.personal import Funcionario
from buzon.promociones.errores import CorreccionPendiente, SolicitudDeSuOficina, SolicitudResuelta
from buzon.promociones.models import Correccion, EstadoDeCorreccion, Solicitud
from buzon.promociones.reglas import Estado, alcanza, puede_actuar
from buzon.promociones.selectors import BYTES_DEL_ACTO, propias
from buzon.valores.rechazo import Rechazo
from buzon.web.errores import NoEncontrado


def retener(solicitud: Solicitud) -> Solicitud:
    """Return the request as it stands, held until the end of the transaction: what is written has one order."""
    return _retenidas().get(pk=solicitud.pk)


def retener_para(quien: Funcionario, solicitud: Solicitud) -> Solicitud:
    """Hold a request for whoever acts on it.

    Raises NoEncontrado (another office's), SolicitudDeSuOficina, RfcPropio.
    """
    fila = retener(solicitud)
    exigir_alcance(quien, [fila])
    return fila


def retener_varias(quien: Funcionario, solicitudes: Collection[Solicitud]) -> list[Solicitud]:
    """Hold several, always in one order; raises what `retener_para` does, for any of them."""
    claves = {solicitud.pk for solicitud in solicitudes}
    filas = list(_retenidas().filter(pk__in=claves).order_by("pk"))
    prefetch_related_objects(filas, "asignada_a__usuario")
    exigir_alcance(quien, filas)
    return filas


def retener_asignadas(a: Personal) -> list[Solicitud]:
    """Hold the open requests of somebody, in the same order; she is held already, so that nobody gives her another."""
    suyas = _retenidas().filter(asignada_a=a).exclude(estado=Estado.RESUELTA.value)
    return list(suyas.order_by("pk"))


def _retenidas() -> QuerySet[Solicitud]:
    # Nothing that may change is joined: to whoever waited for the row PostgreSQL gives it anew, but not what it joins.
    filas = Solicitud.objects.select_for_update(of=("self",))
    return filas.select_related("acto").defer(*BYTES_DEL_ACTO)


def exigir_alcance(quien: Funcionario, filas: Collection[Solicitud]) -> None:
    """Raise NoEncontrado, SolicitudDeSuOficina or RfcPropio where she may not act on one of the requests."""
    for fila in filas:
        _exigir_oficina(quien, fila)
    exigir_ajenas(quien, filas)


def exigir_ajenas(quien: Funcionario, filas: Collection[Solicitud]) -> None:
    """Raise RfcPropio where one is her own, she signed it, or it is of a company that she represents."""
    if propias([quien.rfc], filas):
        raise RfcPropio(quien.usuario)


def _exigir_oficina(quien: Funcionario, fila: Solicitud) -> None:
    if not alcanza(quien.subdelegacion, subdelegacion=fila.subdelegacion_id):
        raise NoEncontrado(fila.folio)
    if not _es_de_su_oficina(quien, fila):
        raise SolicitudDeSuOficina(fila.folio)


def exigir_abierta(fila: Solicitud) -> None:
    """Raise SolicitudResuelta."""
    if not fila.esta_abierta:
        raise SolicitudResuelta(fila.folio)


def exigir_sin_correccion(fila: Solicitud) -> None:
    """Raise CorreccionPendiente where somebody still has to decide one."""
    if tiene_correccion(fila):
        raise CorreccionPendiente(fila.folio)


def impedimento(quien: Funcionario, solicitud: Solicitud) -> Rechazo | None:
    """Return why she may not act on a request, before she tries."""
    try:
        exigir_alcance(quien, [solicitud])
    except Rechazo as rechazo:
        return rechazo
    return None


def las_que_puede(quien: Funcionario, solicitudes: Collection[Solicitud]) -> list[Solicitud]:
    """Return those of the requests that she may act on, in their order."""
    suyas = propias([quien.rfc], solicitudes)
    return [una for una in solicitudes if (quien.rfc, una.pk) not in suyas and _es_de_su_oficina(quien, una)]


def _es_de_su_oficina(quien: Funcionario, fila: Solicitud) -> bool:
    return puede_actuar(
        quien.rol,
        oficina=quien.subdelegacion,
        subdelegacion=fila.subdelegacion_id,
        escalada=fila.escalada,
    )


def tiene_correccion(solicitud: Solicitud) -> bool:
    """Return whether a correction waits for its decision."""
    return Correccion.objects.filter(solicitud=solicitud, estado=EstadoDeCorreccion.PENDIENTE).exists()
