"""Authorise or cancel: prepare the act, then sign it in one transaction."""

from datetime import datetime

from django.db import transaction

from autorizacion32d.avisos import aviso_de
from autorizacion32d.leyendas import APARTADO, LEYENDAS, leyenda_de
from autorizacion32d.models import Autorizacion, Transicion
from autorizacion32d.reglas import Estado, Movimiento, siguiente
from autorizacion32d.selectors import autorizacion_de
from buzon.actos import services as actos
from buzon.actos.cadena_original import Firmante, Manifestacion
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.bitacora import services as bitacora
from buzon.cuentas.avisos import avisar
from buzon.documentos import services as documentos
from buzon.web.errores import EstadoCambiado
from buzon.web.tareas import encolar


def preparar(movimiento: Movimiento, *, firmante: Firmante, ahora: datetime) -> ActoPreparado:
    """Store the text to be signed for a movement that fits the present state.

    Raises EstadoCambiado where it does not fit.
    """
    autorizacion = autorizacion_de(firmante.rfc)
    siguiente(Estado(autorizacion.estado), movimiento=movimiento)
    leyenda = LEYENDAS[movimiento]
    cancela = movimiento is Movimiento.CANCELAR
    anexos = (("Folio que se cancela", autorizacion.folio),) if cancela else ()
    return actos.preparar(
        leyenda.tramite,
        firmante=firmante,
        manifestacion=Manifestacion(leyenda.texto, leyenda.version, anexos),
        titulo=leyenda.titulo_acuse,
        apartado=APARTADO,
        campos=(("Movimiento", leyenda.impreso), *anexos),
        precedente=autorizacion.ultimo_folio,
        ahora=ahora,
    )


def exigir_firmable(acto: ActoPreparado, *, ahora: datetime) -> None:
    """Tell early, without locks, what would refuse the signature: time, tries, or an act that came first."""
    actos.exigir_firmable(acto, ahora=ahora)
    if autorizacion_de(acto.rfc).ultimo_folio != acto.precedente:
        raise EstadoCambiado(acto.folio)


def firmar(acto: ActoPreparado, *, certificado: bytes, firma: bytes, ahora: datetime) -> ActoFirmado:
    """Make the act: of any number of submissions of one act, one takes effect and all get its folio.

    Raises EstadoCambiado when another act came first, and the refusals of `actos.services.comprobar`.
    """
    anterior = actos.ya_firmado(acto, firma=firma)
    if anterior is not None:
        return anterior
    comprobada = actos.comprobar(acto, certificado=certificado, firma=firma, ahora=ahora)
    with transaction.atomic():
        autorizacion = _bloquear(acto.rfc)
        firmado, es_nuevo = actos.registrar(acto, comprobada=comprobada, ahora=ahora)
        if es_nuevo:
            _cambiar_estado(autorizacion, acto=acto, firmado=firmado)
            documentos.crear_pendiente(firmado, ahora=ahora)
            avisar(acto.rfc, aviso=aviso_de(firmado), ahora=ahora)
            encolar("opinion.recalcular_rfc", rfc=acto.rfc)
            bitacora.anotar(acto.tramite, ahora=ahora, rfc=acto.rfc, detalle={"folio": acto.folio})
    return firmado


def _bloquear(rfc: str) -> Autorizacion:
    Autorizacion.objects.bulk_create(
        [Autorizacion(rfc=rfc, estado=Estado.SIN_AUTORIZACION)], ignore_conflicts=True
    )
    return Autorizacion.objects.select_for_update().get(rfc=rfc)


def _cambiar_estado(autorizacion: Autorizacion, *, acto: ActoPreparado, firmado: ActoFirmado) -> None:
    if autorizacion.ultimo_folio != acto.precedente:
        raise EstadoCambiado(acto.folio)
    anterior = Estado(autorizacion.estado)
    movimiento = leyenda_de(acto.tramite).movimiento
    autorizacion.estado = siguiente(anterior, movimiento=movimiento)
    autorizacion.ultimo_folio = firmado.folio
    if movimiento is Movimiento.AUTORIZAR:
        autorizacion.nombre = firmado.nombre
        autorizacion.folio = firmado.folio
        autorizacion.autorizada_en, autorizacion.cancelada_en = firmado.firmado_en, None
    else:
        autorizacion.cancelada_en = firmado.firmado_en
    autorizacion.save()
    Transicion.objects.create(
        autorizacion=autorizacion,
        acto=firmado,
        de=anterior,
        a=autorizacion.estado,
        ocurrida_en=firmado.firmado_en,
    )
