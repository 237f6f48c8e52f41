"""Changing the means of contact of an active Buzón: each change is prepared, then signed as an act.

Whoever confirms an address, asks for another code or gives it up signs nothing (`codigos`).
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from buzon.actos import services as actos
from buzon.actos.cadena_original import MODIFICAR_MEDIOS, Firmante, Manifestacion
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas import reglas
from buzon.cuentas.avisos import cambio_firmado, destino_de
from buzon.cuentas.codigos import contar_pedidos, pedir
from buzon.cuentas.firma.services import Efecto, TramiteFirmado
from buzon.cuentas.models import CambioDeMedio, Contribuyente, MedioContacto
from buzon.cuentas.peticion import PersonaDentro
from buzon.cuentas.selectors import medios_del_canal
from buzon.valores.marcas import marcado
from buzon.web.limites import contar

Operacion, Canal = CambioDeMedio.Operacion, MedioContacto.Canal
VERSION = "1.0"
TITULO_ACUSE = "Acuse de modificación de medios de contacto"
APARTADO = "Mi cuenta, Medios de contacto"
# Each begins with the movement that the cadena original names, so that the two say the same.
IMPRESOS: dict[str, str] = {
    Operacion.AGREGAR: "MODIFICACIÓN: ALTA DE MEDIO DE CONTACTO",
    Operacion.SUSTITUIR: "MODIFICACIÓN: SUSTITUCIÓN DE MEDIO DE CONTACTO",
    Operacion.QUITAR: "MODIFICACIÓN: BAJA DE MEDIO DE CONTACTO",
    Operacion.PRINCIPAL: "MODIFICACIÓN: CAMBIO DE MEDIO DE CONTACTO PRINCIPAL",
}
MANIFESTACIONES: dict[tuple[str, str], str] = {
    (Operacion.AGREGAR, Canal.CORREO): marcado("Agrego este correo electrónico a mis medios de contacto"),
    (Operacion.AGREGAR, Canal.CELULAR): marcado("Agrego este teléfono celular a mis medios de contacto"),
    (Operacion.SUSTITUIR, Canal.CORREO): marcado(
        "Cambio este correo electrónico por otro, cuando el nuevo se confirme"
    ),
    (Operacion.SUSTITUIR, Canal.CELULAR): marcado(
        "Cambio este teléfono celular por otro, cuando el nuevo se confirme"
    ),
    (Operacion.QUITAR, Canal.CORREO): marcado("Quito este correo electrónico de mis medios de contacto"),
    (Operacion.QUITAR, Canal.CELULAR): marcado("Quito este teléfono celular de mis medios de contacto"),
    (Operacion.PRINCIPAL, Canal.CORREO): marcado("Hago de este correo electrónico mi correo principal"),
    (Operacion.PRINCIPAL, Canal.CELULAR): marcado("Hago de este teléfono celular mi celular principal"),
}
_ROTULOS: dict[str, str] = {Canal.CORREO: "Correo electrónico", Canal.CELULAR: "Teléfono celular"}


def preparar_cambio(cambio: CambioDeMedio, *, firmante: Firmante, ahora: datetime) -> ActoPreparado:
    """Store the text to be signed for a change (not saved yet) that fits the present means of contact.

    Raises MedioRepetido, MediosCompletos, UltimoMedio, CambioRebasado, and DemasiadasSolicitudes when this person
    writes this address too often. The limit of the address itself waits for the signature: it may be another's.
    """
    _exigir_que_proceda(cambio, rfc=firmante.rfc)
    if a_confirmar := _por_confirmar(cambio):
        huella = hashlib.sha256(f"{firmante.rfc} {a_confirmar.casefold()}".encode()).hexdigest()
        contar("cambios_destino", clave=huella)
    # In full, not masked: they are part of what is signed.
    rotulo = _ROTULOS[cambio.canal]
    datos = [(rotulo, cambio.destino)]
    if cambio.nuevo:
        datos.append((f"{rotulo} nuevo", cambio.nuevo))
    with transaction.atomic():
        acto = actos.preparar(
            MODIFICAR_MEDIOS,
            firmante=firmante,
            manifestacion=Manifestacion(
                MANIFESTACIONES[cambio.operacion, cambio.canal], VERSION, tuple(datos)
            ),
            titulo=TITULO_ACUSE,
            apartado=APARTADO,
            campos=(("Movimiento", IMPRESOS[cambio.operacion]), *datos),
            ahora=ahora,
        )
        cambio.acto = acto
        cambio.save()
    return acto


def _por_confirmar(cambio: CambioDeMedio) -> str:
    return cambio.destino if cambio.operacion == Operacion.AGREGAR else cambio.nuevo


def _exigir_que_proceda(cambio: CambioDeMedio, *, rfc: str) -> None:
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


class CambioDeMedios(TramiteFirmado[Contribuyente]):
    """Adding, replacing, removing or making principal a means of contact of an active Buzón."""

    claves = (MODIFICAR_MEDIOS.clave,)
    inicio = "cuentas:contactos"
    pagina = "cuentas:contactos_acto"

    def exigir_procedente(
        self, acto: ActoPreparado, *, ahora: datetime, sujeto: Contribuyente | None = None
    ) -> None:
        """Raise MedioRepetido, MediosCompletos, UltimoMedio or CambioRebasado, by the means that there are now."""
        _exigir_que_proceda(acto.cambio_de_medio, rfc=acto.rfc)

    def otra_vez(self, acto: ActoPreparado, *, persona: PersonaDentro, ahora: datetime) -> ActoPreparado:
        """Prepare the same change; raises what `preparar_cambio` does."""
        era = acto.cambio_de_medio
        cambio = CambioDeMedio(operacion=era.operacion, canal=era.canal, destino=era.destino, nuevo=era.nuevo)
        return preparar_cambio(cambio, firmante=persona.firmante, ahora=ahora)

    def bloquear(self, rfc: str, *, ahora: datetime) -> Contribuyente:
        """Hold the taxpayer: whatever changes the means of contact does so, and the changes have one order."""
        return Contribuyente.objects.select_for_update().get(rfc=rfc)

    def surtir_efecto(self, acto: ActoPreparado, *, sujeto: Contribuyente, firmado: ActoFirmado) -> Efecto:
        """Apply the change; those that lose something are told too, although they may be means of contact no more.

        Raises DemasiadasSolicitudes when codes were sent too often: the act can be signed a little later.
        """
        cambio = acto.cambio_de_medio
        medios = medios_del_canal(acto.rfc, canal=cambio.canal)
        # Taken before anything changes: who is removed learns of it.
        afectados = [m for m in medios if m.confirmado_en and (m.destino == cambio.destino or m.principal)]
        match cambio.operacion:
            case Operacion.AGREGAR:
                _registrar(cambio, sujeto, sustituye=None, ahora=firmado.firmado_en)
            case Operacion.SUSTITUIR:
                _registrar(cambio, sujeto, sustituye=_de(medios, cambio.destino), ahora=firmado.firmado_en)
            case Operacion.QUITAR:
                _quitar(_de(medios, cambio.destino), medios)
            case _:
                _hacer_principal(_de(medios, cambio.destino))
        detalle = {"operacion": cambio.operacion, "medio": cambio.destino_enmascarado}
        if cambio.nuevo:
            detalle["nuevo"] = cambio.nuevo_enmascarado
        aviso = cambio_firmado(cambio, firmado=firmado)
        return Efecto(aviso, detalle, ademas=[destino_de(medio) for medio in afectados])


def _registrar(
    cambio: CambioDeMedio,
    contribuyente: Contribuyente,
    *,
    sustituye: MedioContacto | None,
    ahora: datetime,
) -> None:
    """A new address waits for its code; the one whose place it takes stays in use until then."""
    nuevo = MedioContacto.objects.create(
        contribuyente=contribuyente,
        canal=cambio.canal,
        destino=_por_confirmar(cambio),
        registrado_en=ahora,
        codigo_pedido_en=ahora,
        sustituye=sustituye,
    )
    # Counted here and not when it was prepared: otherwise whoever never signs could use up somebody else's limit.
    contar_pedidos(contribuyente.rfc, destinos=[nuevo.destino])
    pedir([nuevo], ahora=ahora)


def _quitar(quitado: MedioContacto, medios: Sequence[MedioContacto]) -> None:
    siguiente = reglas.heredero([_como_regla(medio) for medio in medios], destino=quitado.destino)
    quitado.delete()
    if quitado.principal and siguiente is not None:
        _hacer_principal(_de(medios, siguiente.destino))


def _hacer_principal(medio: MedioContacto) -> None:
    # The old one first: the database takes one principal a channel at every moment.
    del_canal = MedioContacto.objects.filter(contribuyente=medio.contribuyente_id, canal=medio.canal)
    del_canal.filter(principal=True).update(principal=False)
    del_canal.filter(pk=medio.pk).update(principal=True)


def _de(medios: Sequence[MedioContacto], destino: str) -> MedioContacto:
    return next(medio for medio in medios if medio.destino == destino)
