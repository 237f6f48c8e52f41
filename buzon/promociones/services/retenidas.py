"""Requests held until the end of the transaction: whatever the staff does to one comes through here.

Who may do it, `promociones.alcance` says, asked once it is held: a hand-over of a moment ago counts.
"""

from collections.abc import Collection

from django.db.models import QuerySet, prefetch_related_objects

from buzon.cuentas.models import Personal
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.promociones.alcance import exigir_alcance
from buzon.promociones.errores import CorreccionPendiente, SolicitudResuelta
from buzon.promociones.models import Correccion, EstadoDeCorreccion, Solicitud
from buzon.promociones.reglas import Estado
from buzon.promociones.selectors import BYTES_DEL_ACTO, ultima_comunicacion
from buzon.web.errores import EstadoCambiado


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
    """Hold several, always in one order, so that no two wait for each other; raises what `retener_para` does."""
    claves = {solicitud.pk for solicitud in solicitudes}
    filas = list(_retenidas().filter(pk__in=claves).order_by("pk"))
    prefetch_related_objects(filas, "asignada_a__usuario")
    exigir_alcance(quien, filas)
    return filas


def retener_asignadas(a: Personal) -> list[Solicitud]:
    """Hold the open requests of somebody, in the same order; their row is held already: nobody gives them another."""
    suyas = _retenidas().filter(asignada_a=a).exclude(estado=Estado.RESUELTA.value)
    return list(suyas.order_by("pk"))


def _retenidas() -> QuerySet[Solicitud]:
    # Nothing that may change is joined: to whoever waited for the row PostgreSQL gives it anew, but not what it joins.
    filas = Solicitud.objects.select_for_update(of=("self",))
    return filas.select_related("acto").defer(*BYTES_DEL_ACTO)


def exigir_abierta(fila: Solicitud) -> None:
    if not fila.esta_abierta:
        raise SolicitudResuelta(fila.folio)


def exigir_visto(fila: Solicitud, visto: int | None) -> None:
    """Raise EstadoCambiado where something was said about a request since the page that gives an order was drawn.

    `visto` is the last communication that it showed, 0 where there was none; None where no page was read (a command).
    """
    if visto is not None and visto != (ultima := ultima_comunicacion(fila)):
        raise EstadoCambiado(f"{fila.folio}: vio {visto}, va en {ultima}")


def exigir_sin_correccion(fila: Solicitud) -> None:
    if tiene_correccion(fila):
        raise CorreccionPendiente(fila.folio)


def tiene_correccion(solicitud: Solicitud) -> bool:
    return Correccion.objects.filter(solicitud=solicitud, estado=EstadoDeCorreccion.PENDIENTE).exists()
