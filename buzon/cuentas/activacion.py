"""Activating the Buzón: means of contact, their codes, and the Terms signed as an act."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from buzon.actos import selectors as actos_leidos
from buzon.actos import services as actos
from buzon.actos.cadena_original import ACTIVAR_BUZON, Firmante, Manifestacion
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.bitacora import services as bitacora
from buzon.cuentas.avisos import buzon_activo
from buzon.cuentas.codigos import comprobar, contar_pedidos, pedir
from buzon.cuentas.errores import (
    CodigoIncorrecto,
    CodigoRechazado,
    CodigoVencido,
    MediosSinConfirmar,
    RegistroVencido,
)
from buzon.cuentas.firma.services import Efecto, TramiteFirmado
from buzon.cuentas.models import Contribuyente, MedioContacto
from buzon.cuentas.reglas import es_el_mismo, esta_caducado
from buzon.cuentas.selectors import medios_de
from buzon.cuentas.terminos import TERMINOS

TITULO_ACUSE = "Acuse de activación del Buzón IMSS"
APARTADO = "Activación del Buzón IMSS"


class Paso(StrEnum):
    """Where the activation stands; the value is the name of its page."""

    MEDIOS = "cuentas:medios"
    CODIGOS = "cuentas:codigos"
    TERMINOS = "cuentas:terminos"
    ACTIVADO = "cuentas:activado"


def paso_de(rfc: str, *, ahora: datetime) -> Paso:
    """Return the step at which the person goes on, also after leaving half-way."""
    if Contribuyente.objects.filter(rfc=rfc, acto_activacion__isnull=False).exists():
        return Paso.ACTIVADO
    medios = medios_de(rfc)
    if len(medios) < len(MedioContacto.Canal) or _registro_vencido(medios, ahora=ahora):
        return Paso.MEDIOS
    return Paso.TERMINOS if all(medio.confirmado_en for medio in medios) else Paso.CODIGOS


def _registro_vencido(medios: Sequence[MedioContacto], *, ahora: datetime) -> bool:
    return any(
        medio.confirmado_en is None and esta_caducado(medio.registrado_en, ahora=ahora) for medio in medios
    )


def registrar_medios(rfc: str, *, destinos: Mapping[str, str], ahora: datetime) -> None:
    """Set the means of contact and ask for a code to each that is not confirmed yet.

    A corrected address loses its confirmation; one that stays the same keeps it.
    Raises DemasiadasSolicitudes when codes were asked for too often, MediosSinConfirmar once the Buzón is active.
    """
    with transaction.atomic():
        contribuyente = Contribuyente.objects.select_for_update().get(rfc=rfc)
        if contribuyente.buzon_activo:
            raise MediosSinConfirmar(rfc)
        medios = [
            _registrar_medio(contribuyente, canal=canal, destino=destino, ahora=ahora)
            for canal, destino in destinos.items()
        ]
        _pedir_codigos(rfc, medios=[medio for medio in medios if medio.confirmado_en is None], ahora=ahora)
        bitacora.anotar(
            "cuentas.registrar_medios", ahora=ahora, rfc=rfc, detalle={"canales": sorted(destinos)}
        )


def _registrar_medio(
    contribuyente: Contribuyente, *, canal: str, destino: str, ahora: datetime
) -> MedioContacto:
    anterior = MedioContacto.objects.filter(contribuyente=contribuyente, canal=canal).first()
    # Written again as it was: its confirmation stands.
    if anterior is not None and anterior.destino == destino and anterior.confirmado_en:
        return anterior
    medio, _ = MedioContacto.objects.update_or_create(
        contribuyente=contribuyente,
        canal=canal,
        defaults={
            "destino": destino,
            "registrado_en": _corre_desde(anterior, destino=destino, ahora=ahora),
            "codigo_pedido_en": ahora,
            "confirmado_en": None,
            "principal": False,
        },
    )
    return medio


def _corre_desde(anterior: MedioContacto | None, *, destino: str, ahora: datetime) -> datetime:
    """The 72 hours of an address written again go on; another one, or one whose time is over, starts anew."""
    if anterior is None or anterior.confirmado_en or not es_el_mismo(anterior.destino, destino):
        return ahora
    return ahora if esta_caducado(anterior.registrado_en, ahora=ahora) else anterior.registrado_en


def _pedir_codigos(rfc: str, *, medios: Sequence[MedioContacto], ahora: datetime) -> None:
    contar_pedidos(rfc, destinos=[medio.destino for medio in medios])
    pedir(medios, ahora=ahora)


def reenviar_codigos(rfc: str, *, ahora: datetime) -> None:
    """Ask for a new code to each means of contact that is not confirmed; the old code stops working.

    Raises RegistroVencido after 72 hours, and DemasiadasSolicitudes.
    """
    with transaction.atomic():
        medios = _retener_por_confirmar(rfc, ahora=ahora)
        _pedir_codigos(rfc, medios=medios, ahora=ahora)
        bitacora.anotar("cuentas.reenviar_codigos", ahora=ahora, rfc=rfc)


def _retener_por_confirmar(rfc: str, *, ahora: datetime) -> list[MedioContacto]:
    """Hold what still needs its code, the taxpayer first: two requests of one person wait for each other in order."""
    contribuyente = Contribuyente.objects.select_for_update().get(rfc=rfc)
    pendientes = MedioContacto.objects.filter(contribuyente=contribuyente, confirmado_en=None)
    medios = list(pendientes.order_by("pk").select_for_update())
    if _registro_vencido(medios, ahora=ahora):
        raise RegistroVencido(rfc)
    return medios


def confirmar(rfc: str, *, codigos: Mapping[str, str], ahora: datetime) -> None:
    """Confirm each means of contact whose code is right; those right stay confirmed if another is wrong.

    Raises RegistroVencido, CodigoVencido (ten minutes, five tries, or not sent), CodigoIncorrecto.
    """
    rechazados: dict[type[CodigoRechazado], list[str]] = {}
    with transaction.atomic():
        for medio in _retener_por_confirmar(rfc, ahora=ahora):
            rechazo = _confirmar_medio(medio, codigo=codigos.get(medio.canal, ""), ahora=ahora)
            if rechazo is not None:
                rechazados.setdefault(rechazo, []).append(medio.canal)
    # Outside the transaction, which keeps what was right and the tries that were wrong. First what no other try mends.
    dichos = [clase(rechazados[clase]) for clase in (CodigoVencido, CodigoIncorrecto) if clase in rechazados]
    if dichos:
        raise dichos[0].con(dichos[1:])


def _confirmar_medio(medio: MedioContacto, *, codigo: str, ahora: datetime) -> type[CodigoRechazado] | None:
    rechazo = comprobar(medio, codigo=codigo, ahora=ahora)
    if rechazo is not None:
        return rechazo
    medio.confirmado_en = ahora
    medio.principal = not MedioContacto.objects.filter(
        contribuyente=medio.contribuyente_id, canal=medio.canal, principal=True
    ).exists()
    medio.save(update_fields=["confirmado_en", "principal"])
    return None


def preparar_terminos(firmante: Firmante, *, ahora: datetime) -> ActoPreparado:
    """Return the act by which the Terms are accepted, the one already prepared if it can still be signed.

    Raises MediosSinConfirmar while a means of contact is not confirmed.
    """
    if paso_de(firmante.rfc, ahora=ahora) is not Paso.TERMINOS:
        raise MediosSinConfirmar(firmante.rfc)
    vigente = actos_leidos.preparado_vigente(
        firmante.rfc,
        tramite=ACTIVAR_BUZON.clave,
        certificado_sha256=firmante.certificado_sha256,
        ahora=ahora,
        # Reading the Terms takes a while: a text that would end meanwhile is not shown again.
        vigente_en=ahora + timedelta(minutes=10),
    )
    if vigente is not None:
        return vigente
    return actos.preparar(
        ACTIVAR_BUZON,
        firmante=firmante,
        manifestacion=Manifestacion(
            TERMINOS.manifestacion, TERMINOS.version, (("SHA256 de los terminos", TERMINOS.sha256),)
        ),
        titulo=TITULO_ACUSE,
        apartado=APARTADO,
        campos=(("Movimiento", "ACTIVACIÓN"), ("Versión de los términos", TERMINOS.version)),
        ahora=ahora,
    )


class ActivacionDelBuzon(TramiteFirmado[Contribuyente]):
    """Accepting the Terms, which makes the Buzón active."""

    claves = (ACTIVAR_BUZON.clave,)

    def exigir_procedente(
        self, acto: ActoPreparado, *, ahora: datetime, sujeto: Contribuyente | None = None
    ) -> None:
        """Raise MediosSinConfirmar where a means of contact is not confirmed, or where the Buzón is active."""
        if paso_de(acto.rfc, ahora=ahora) is not Paso.TERMINOS:
            raise MediosSinConfirmar(acto.folio)

    def bloquear(self, rfc: str, *, ahora: datetime) -> Contribuyente:
        """Hold the taxpayer, as whatever changes the means of contact does."""
        return Contribuyente.objects.select_for_update().get(rfc=rfc)

    def surtir_efecto(self, acto: ActoPreparado, *, sujeto: Contribuyente, firmado: ActoFirmado) -> Efecto:
        sujeto.acto_activacion = firmado
        sujeto.save(update_fields=["acto_activacion"])
        return Efecto(buzon_activo(firmado))
