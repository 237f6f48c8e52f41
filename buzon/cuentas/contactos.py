"""Changing the means of contact of an active Buzón: each change is prepared, then signed as an act.

Whoever confirms an address, asks for another code or gives it up signs nothing (`confirmacion`).
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from buzon.actos import services as actos
from buzon.actos.cadena_original import MODIFICAR_MEDIOS, Firmante, Manifestacion
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.bitacora import services as bitacora
from buzon.cuentas import reglas, textos_medios
from buzon.cuentas.avisos import avisar, destino_de
from buzon.cuentas.codigos import contar_pedidos, pedir
from buzon.cuentas.models import CambioDeMedio, Contribuyente, MedioContacto
from buzon.cuentas.selectors import medios_del_canal
from buzon.documentos import services as documentos
from buzon.web.limites import contar

Operacion = CambioDeMedio.Operacion
TRAMITES = (MODIFICAR_MEDIOS.clave,)


def preparar_cambio(cambio: CambioDeMedio, *, firmante: Firmante, ahora: datetime) -> ActoPreparado:
    """Store the text to be signed for a change (not saved yet) that fits the present means of contact.

    Raises MedioRepetido, MediosCompletos, UltimoMedio, CambioRebasado, and DemasiadasSolicitudes when this person
    writes this address too often. The limit of the address itself is not touched before she signs: it may be another's.
    """
    exigir_procedente(cambio, rfc=firmante.rfc)
    if a_confirmar := _por_confirmar(cambio):
        contar("cambios_destino", clave=_clave(firmante.rfc, a_confirmar))
    datos = textos_medios.datos(cambio)
    with transaction.atomic():
        acto = actos.preparar(
            MODIFICAR_MEDIOS,
            firmante=firmante,
            manifestacion=Manifestacion(textos_medios.manifestacion(cambio), textos_medios.VERSION, datos),
            titulo=textos_medios.TITULO_ACUSE,
            apartado=textos_medios.APARTADO,
            campos=(("Movimiento", textos_medios.IMPRESOS[cambio.operacion]), *datos),
            ahora=ahora,
        )
        cambio.acto = acto
        cambio.save()
    return acto


def _clave(rfc: str, destino: str) -> str:
    return hashlib.sha256(f"{rfc} {destino.casefold()}".encode()).hexdigest()


def _por_confirmar(cambio: CambioDeMedio) -> str:
    return cambio.destino if cambio.operacion == Operacion.AGREGAR else cambio.nuevo


def exigir_procedente(cambio: CambioDeMedio, *, rfc: str) -> None:
    """Raise the refusal of a change that does not fit the present means of contact."""
    medios = [_como_regla(medio) for medio in medios_del_canal(rfc, canal=cambio.canal)]
    match cambio.operacion:
        case Operacion.AGREGAR:
            reglas.exigir_agregar(medios, destino=cambio.destino)
        case Operacion.SUSTITUIR:
            reglas.exigir_sustituir(medios, destino=cambio.destino, nuevo=cambio.nuevo)
        case Operacion.QUITAR:
            reglas.exigir_quitar(medios, destino=cambio.destino)
        case _:
            reglas.exigir_principal(medios, destino=cambio.destino)


def _como_regla(medio: MedioContacto) -> reglas.Medio:
    anterior = medio.sustituye.destino if medio.sustituye else ""
    return reglas.Medio(medio.destino, medio.confirmado_en is not None, medio.principal, anterior)


def exigir_firmable(acto: ActoPreparado, *, ahora: datetime) -> None:
    """Tell early, without locks, what would refuse the signature: time, tries, or a change that no longer fits."""
    actos.exigir_firmable(acto, ahora=ahora)
    exigir_procedente(acto.cambio_de_medio, rfc=acto.rfc)


def firmar_cambio(acto: ActoPreparado, *, certificado: bytes, firma: bytes, ahora: datetime) -> ActoFirmado:
    """Make the change: of any number of submissions of one act, one takes effect and all get its folio.

    Raises what `exigir_procedente` does, under the taxpayer's lock, the refusals of `actos.services.comprobar`, and
    DemasiadasSolicitudes when codes were sent too often: nothing is written, and the act can be signed a little later.
    """
    anterior = actos.ya_firmado(acto, firma=firma)
    if anterior is not None:
        return anterior
    comprobada = actos.comprobar(acto, certificado=certificado, firma=firma, ahora=ahora)
    with transaction.atomic():
        contribuyente = Contribuyente.objects.select_for_update().get(rfc=acto.rfc)
        firmado, es_nuevo = actos.registrar(acto, comprobada=comprobada, ahora=ahora)
        if es_nuevo:
            _surtir_efecto(acto.cambio_de_medio, contribuyente=contribuyente, firmado=firmado, ahora=ahora)
            documentos.crear_pendiente(firmado, ahora=ahora)
    return firmado


def _surtir_efecto(
    cambio: CambioDeMedio, *, contribuyente: Contribuyente, firmado: ActoFirmado, ahora: datetime
) -> None:
    """Apply, log and tell; those that lose something are told too, although they may be means of contact no more."""
    rfc = contribuyente.rfc
    exigir_procedente(cambio, rfc=rfc)
    medios = medios_del_canal(rfc, canal=cambio.canal)
    afectados = [m for m in medios if m.confirmado_en and (m.destino == cambio.destino or m.principal)]
    _EFECTOS[cambio.operacion](cambio, contribuyente, medios, ahora)
    detalle = {"folio": firmado.folio, "operacion": cambio.operacion, "medio": cambio.destino_enmascarado}
    if cambio.nuevo:
        detalle["nuevo"] = cambio.nuevo_enmascarado
    bitacora.anotar(MODIFICAR_MEDIOS.clave, ahora=ahora, rfc=rfc, detalle=detalle)
    aviso = textos_medios.aviso_de_firma(cambio, firmado=firmado)
    avisar(rfc, aviso=aviso, ahora=ahora, ademas=[destino_de(medio) for medio in afectados])


def _registrar(
    cambio: CambioDeMedio, contribuyente: Contribuyente, medios: Sequence[MedioContacto], ahora: datetime
) -> None:
    """A new address waits for its code; the one whose place it takes stays in use until then."""
    es_sustituto = cambio.operacion == Operacion.SUSTITUIR
    nuevo = MedioContacto.objects.create(
        contribuyente=contribuyente,
        canal=cambio.canal,
        destino=_por_confirmar(cambio),
        registrado_en=ahora,
        codigo_pedido_en=ahora,
        sustituye=_de(medios, cambio.destino) if es_sustituto else None,
    )
    contar_pedidos(contribuyente.rfc, destinos=[nuevo.destino])
    pedir([nuevo], ahora=ahora)


def _quitar(
    cambio: CambioDeMedio, contribuyente: Contribuyente, medios: Sequence[MedioContacto], ahora: datetime
) -> None:
    quitado = _de(medios, cambio.destino)
    siguiente = reglas.heredero([_como_regla(medio) for medio in medios], destino=cambio.destino)
    quitado.delete()
    if quitado.principal and siguiente is not None:
        hacer_principal(_de(medios, siguiente.destino))


def _principal(
    cambio: CambioDeMedio, contribuyente: Contribuyente, medios: Sequence[MedioContacto], ahora: datetime
) -> None:
    hacer_principal(_de(medios, cambio.destino))


def hacer_principal(medio: MedioContacto) -> None:
    """Make a confirmed means of contact the only principal one of its channel, inside the caller's transaction."""
    del_canal = MedioContacto.objects.filter(contribuyente=medio.contribuyente_id, canal=medio.canal)
    del_canal.filter(principal=True).update(principal=False)
    del_canal.filter(pk=medio.pk).update(principal=True)


def _de(medios: Sequence[MedioContacto], destino: str) -> MedioContacto:
    return next(medio for medio in medios if medio.destino == destino)


Efecto = Callable[[CambioDeMedio, Contribuyente, Sequence[MedioContacto], datetime], None]
_EFECTOS: dict[str, Efecto] = {
    Operacion.AGREGAR: _registrar,
    Operacion.SUSTITUIR: _registrar,
    Operacion.QUITAR: _quitar,
    Operacion.PRINCIPAL: _principal,
}
