"""Resolutions that change facts of the register: one person proposes, another one decides, in one transaction."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from buzon.bitacora import services as bitacora
from buzon.cuentas import selectors as cuentas
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mensajes.services import avisar_al_personal
from buzon.padron import selectors as padron
from buzon.padron import services as padron_escrito
from buzon.padron.cambios import Cambio, Campo
from buzon.promociones import avisos, selectors
from buzon.promociones.alcance import exigir_alcance, exigir_corregibles, exigir_decidible
from buzon.promociones.correccion import Pedido, cambios_de, texto_con_cambios
from buzon.promociones.errores import CambioNoPermitido, CorreccionDecidida, MismaPersona, PropuestaAjena
from buzon.promociones.models import Comunicacion, Correccion, EstadoDeCorreccion, Solicitud
from buzon.promociones.reglas import Sentido, exigir_texto
from buzon.promociones.services.atencion import resolver_retenida
from buzon.promociones.services.retenidas import (
    exigir_abierta,
    exigir_sin_correccion,
    exigir_visto,
    retener,
    retener_para,
)
from buzon.promociones.texto import limpio


def proponer(
    solicitud: Solicitud,
    *,
    cambios: Collection[Pedido],
    texto: str,
    quien: Funcionario,
    ahora: datetime,
    visto: int | None = None,
) -> Correccion:
    """Propose to resolve it as PROCEDENTE with these changes; the taxpayer sees nothing and the term runs on.

    Whoever may decide it is told by e-mail.

    Raises SinPersonal, the refusals of `retenidas.retener_para`, SolicitudResuelta, CorreccionPendiente,
    EstadoCambiado, CambioNoPermitido, CorreccionVacia, CorreccionDeOtraOficina, TextoInsuficiente,
    TextoDemasiadoLargo and HechosNoDisponibles.
    """
    quien.exigir_persona()
    escrito = limpio(texto)
    exigir_texto(escrito)
    with transaction.atomic():
        fila = retener_para(quien, solicitud)
        _exigir_proponible(fila)
        exigir_visto(fila, visto)
        pedidos = cambios_de(padron.hechos_de(fila.rfc), cambios)
        nrps, controlan = {cambio.nrp for cambio in pedidos}, _controlan(fila.rfc)
        exigir_corregibles(quien, fila, nrps=nrps, controlan=controlan)
        # Early, for whoever proposes: nothing of the register is held until somebody approves.
        _exigir_garantias(pedidos, rfc=fila.rfc)
        correccion = Correccion.objects.create(
            solicitud=fila,
            cambios=[asdict(cambio) for cambio in pedidos],
            texto=escrito,
            propuesta_por=quien.usuario,
            propuesta_en=ahora,
        )
        _anotar("propuesta", correccion, autor=quien.usuario, ahora=ahora)
        correos = selectors.correos_para_decidir(fila, propuso=quien.usuario, nrps=nrps, controlan=controlan)
        _avisar(avisos.de_correccion(fila), clave=f"correccion:{correccion.pk}", correos=correos, ahora=ahora)
    return correccion


def _avisar(aviso: tuple[str, str], *, clave: str, correos: list[str], ahora: datetime) -> None:
    asunto, texto = aviso
    if correos:
        avisar_al_personal(asunto, texto=texto, clave=clave, correos=correos, ahora=ahora)


def exigir_proponible(solicitud: Solicitud, *, quien: Funcionario) -> None:
    """Tell early what refuses any proposal. Raises what `proponer` would."""
    quien.exigir_persona()
    exigir_alcance(quien, [solicitud])
    _exigir_proponible(solicitud)


def aprobar(
    correccion: Correccion, *, quien: Funcionario, ahora: datetime, visto: int | None = None
) -> Comunicacion:
    """Write the facts, ask for the opinion again and resolve the request: all of it, or nothing.

    Whoever proposed it is told by e-mail.

    Raises SinPersonal, NoEncontrado, RfcPropio, MismaPersona, CorreccionDecidida, EstadoCambiado,
    CorreccionDeOtraOficina, CorreccionRebasada, SolicitudResuelta and HechosNoDisponibles.
    """
    with transaction.atomic():
        una = _retener_para_decidir(correccion, quien, visto=visto)
        # As the request and the register are now: either may have gone to another office since it was proposed.
        padron_escrito.retener_para_corregir(una.solicitud.rfc)
        exigir_aprobable(una, quien=quien)
        cambios = [Cambio.de_json(cambio) for cambio in una.cambios]
        # The resolution is its proposer's; who approved it stands in the log alone.
        autores = {"autor": una.propuesta_por, "aprobada_por": quien.usuario}
        padron_escrito.corregir(
            una.solicitud.rfc, cambios=cambios, autores=autores, folio=una.solicitud.folio, ahora=ahora
        )
        _decidir(una, EstadoDeCorreccion.APROBADA, quien=quien, ahora=ahora)
        _anotar("aprobada", una, autor=quien.usuario, ahora=ahora, propuesta_por=una.propuesta_por)
        _avisar_a_quien_propuso(una, ahora=ahora)
        return resolver_retenida(
            una.solicitud,
            sentido=Sentido.PROCEDENTE,
            texto=texto_con_cambios(una.texto, cambios),
            ahora=ahora,
            **autores,
        )


def rechazar(
    correccion: Correccion, *, motivo: str, quien: Funcionario, ahora: datetime, visto: int | None = None
) -> Correccion:
    """Turn it down and say why: whoever proposed it is told by e-mail and may propose again.

    Raises SinPersonal, NoEncontrado, RfcPropio, MismaPersona, CorreccionDecidida, EstadoCambiado, TextoInsuficiente
    and TextoDemasiadoLargo.
    """
    escrito = limpio(motivo)
    exigir_texto(escrito)
    with transaction.atomic():
        una = _retener_para_decidir(correccion, quien, visto=visto)
        _decidir(una, EstadoDeCorreccion.RECHAZADA, quien=quien, ahora=ahora, motivo=escrito)
        _anotar("rechazada", una, autor=quien.usuario, ahora=ahora, propuesta_por=una.propuesta_por)
        _avisar_a_quien_propuso(una, ahora=ahora)
    return una


def retirar(
    correccion: Correccion, *, quien: Funcionario, ahora: datetime, visto: int | None = None
) -> Correccion:
    """Withdraw one's own, while nobody has decided it: the request may be resolved otherwise, or it is proposed again.

    Raises SinPersonal, NoEncontrado, RfcPropio, PropuestaAjena, CorreccionDecidida and EstadoCambiado.
    """
    with transaction.atomic():
        una = _retener_pendiente(correccion, quien)
        if una.propuesta_por != quien.usuario:
            raise PropuestaAjena(quien.usuario)
        exigir_visto(una.solicitud, visto)
        _decidir(una, EstadoDeCorreccion.RETIRADA, quien=quien, ahora=ahora)
        _anotar("retirada", una, autor=quien.usuario, ahora=ahora)
    return una


def _exigir_proponible(fila: Solicitud) -> None:
    exigir_abierta(fila)
    exigir_sin_correccion(fila)


def _controlan(rfc: str) -> dict[str, str]:
    return {nrp: oficina.clave for nrp, oficina in padron.quien_controla(rfc).items()}


def exigir_aprobable(una: Correccion, *, quien: Funcionario) -> None:
    """Raise CorreccionDeOtraOficina where it changes what is not theirs to correct, as the register is now."""
    nrps = {Cambio.de_json(cambio).nrp for cambio in una.cambios}
    exigir_corregibles(quien, una.solicitud, nrps=nrps, controlan=_controlan(una.solicitud.rfc))


def _exigir_garantias(cambios: Collection[Cambio], *, rfc: str) -> None:
    for cambio in cambios:
        if cambio.campo is Campo.GARANTIA and not padron.puede_garantizar(cambio.a, rfc=rfc):
            raise CambioNoPermitido(f"garantía {cambio.a}", casilla=f"{cambio.campo}:{cambio.clave}")


def _retener_para_decidir(correccion: Correccion, quien: Funcionario, *, visto: int | None) -> Correccion:
    """Return a pending correction with its request, both held: whoever decides is not who proposed."""
    una = _retener_pendiente(correccion, quien)
    # An RFC has one account of the staff, so two names are two persons; the table says it again, by constraint.
    if una.propuesta_por == quien.usuario:
        raise MismaPersona(quien.usuario)
    exigir_visto(una.solicitud, visto)
    return una


def _retener_pendiente(correccion: Correccion, quien: Funcionario) -> Correccion:
    """Hold a pending correction and its request for a person of the staff who sees it, and whose own it is not."""
    # The request before its correction, as every service does: one order of locks, and nobody waits in a ring.
    fila = retener(correccion.solicitud)
    exigir_decidible(quien, fila)
    una = Correccion.objects.select_for_update().get(pk=correccion.pk)
    una.solicitud = fila
    if not una.esta_pendiente:
        raise CorreccionDecidida(fila.folio)
    return una


def _decidir(
    una: Correccion, estado: EstadoDeCorreccion, *, quien: Funcionario, ahora: datetime, motivo: str = ""
) -> None:
    una.estado, una.motivo = estado, motivo
    una.decidida_por, una.decidida_en = quien.usuario, ahora
    una.save(update_fields=["estado", "motivo", "decidida_por", "decidida_en"])


def _avisar_a_quien_propuso(una: Correccion, *, ahora: datetime) -> None:
    correos = cuentas.correos_de(una.propuesta_por)
    _avisar(avisos.de_decision(una), clave=f"decision:{una.pk}", correos=correos, ahora=ahora)


def _anotar(que: str, una: Correccion, *, autor: str, ahora: datetime, **ademas: str) -> None:
    detalle = {"autor": autor, "folio": una.solicitud.folio, "correccion": una.pk, **ademas}
    evento = f"promociones.correccion_{que}"
    bitacora.anotar(evento, ahora=ahora, rfc=una.solicitud.rfc, detalle=detalle)
