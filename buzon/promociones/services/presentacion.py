"""File a request: prepare the act from the draft, and what its signature does."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from buzon.actos import services as actos
from buzon.actos.cadena_original import PRESENTAR_SOLICITUD, Firmante
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.firma.services import Efecto, TramiteFirmado
from buzon.cuentas.peticion import PersonaDentro
from buzon.promociones import avisos
from buzon.promociones.elegibles import opciones_de
from buzon.promociones.errores import AsuntoNoDisponible
from buzon.promociones.leyendas import APARTADO, NIVEL_CENTRAL, TITULO_ACUSE, TRAMITES, Dicho
from buzon.promociones.models import Adjunto, Borrador, Preparada, Solicitud
from buzon.promociones.reglas import (
    Asunto,
    Estado,
    exigir_cuantos,
    exigir_seleccion,
    exigir_texto,
    leer_asunto,
)
from buzon.promociones.selectors import adjuntos_del_borrador, borrador_de
from buzon.promociones.services.borrador import bloquear, vaciar
from buzon.valores.marcas import marcado
from buzon.valores.plazos import DIAS_PARA_RESOLVER, vencimiento
from buzon.valores.rechazo import Rechazo
from buzon.web.idioma import en_espanol


class BorradorCambiado(Rechazo):
    """The draft is not the one that was prepared, or it was filed already."""

    codigo = "borrador_cambiado"
    titulo = marcado("Tu solicitud cambió mientras tanto")
    mensaje = marcado(
        "Lo que ibas a firmar ya no es tu borrador actual, así que no se presentó. Revísalo y prepáralo "
        "otra vez."
    )
    status = 409


@en_espanol
def preparar(firmante: Firmante, *, buzon_activo: bool, ahora: datetime) -> ActoPreparado:
    """Store the text to be signed for the whole of the draft, and what its signature will file (`Preparada`).

    Raises AsuntoNoDisponible, TextoInsuficiente, TextoDemasiadoLargo, FaltaRegistro, FaltaCredito, SeleccionExcesiva,
    RegistroAjeno, CreditoAjeno and VariasSubdelegaciones.
    """
    borrador = borrador_de(firmante.rfc)
    adjuntos = list(adjuntos_del_borrador(firmante.rfc))
    asunto = _exigir_completo(borrador, buzon_activo=buzon_activo)
    # All the registros, not those chosen alone: where none was, they say which office it goes to.
    opciones = opciones_de(firmante.rfc, creditos=[uno.clave for uno in borrador.creditos_elegidos])
    registros = opciones.registros_elegidos(borrador.registros)
    creditos = opciones.creditos_elegidos(borrador.creditos_elegidos)
    de_la_oficina = opciones.subdelegacion_de(registros, creditos=creditos)
    dicho = Dicho(
        asunto,
        de_la_oficina.subdelegacion_nombre if de_la_oficina else NIVEL_CENTRAL,
        tuple(registro.nrp for registro in registros),
        creditos,
        hashlib.sha256(borrador.texto.encode()).hexdigest(),
        tuple(
            {"id": str(uno.pk), "nombre": uno.nombre, "tamano": uno.tamano, "sha256": uno.sha256}
            for uno in adjuntos
        ),
    )
    with transaction.atomic():
        acto = actos.preparar(
            PRESENTAR_SOLICITUD,
            firmante=firmante,
            manifestacion=dicho.manifestacion(),
            titulo=TITULO_ACUSE,
            apartado=APARTADO,
            campos=tuple(dicho.campos()),
            escrito=borrador.texto,
            plazo_dias=DIAS_PARA_RESOLVER,
            ahora=ahora,
        )
        Preparada.objects.create(
            acto=acto,
            asunto=asunto,
            texto=borrador.texto,
            registros=dicho.registros,
            creditos=[credito.como_json() for credito in creditos],
            subdelegacion_id=de_la_oficina.subdelegacion if de_la_oficina else None,
            adjuntos=dicho.adjuntos,
            huella=_huella(borrador, adjuntos=adjuntos),
        )
    return acto


def _exigir_completo(borrador: Borrador, *, buzon_activo: bool) -> Asunto:
    """Return its subject; raises the first of its faults, with the others (`ademas`)."""
    faltas: list[Rechazo] = []
    asunto: Asunto | None = None
    try:
        asunto = _exigir_asunto(borrador, buzon_activo=buzon_activo)
    except AsuntoNoDisponible as falta:
        faltas.append(falta)
    try:
        exigir_texto(borrador.texto)
    except Rechazo as falta:
        faltas.append(falta)
    try:
        if asunto is None:
            exigir_cuantos(registros=borrador.registros, creditos=borrador.creditos)
        else:
            exigir_seleccion(asunto, registros=borrador.registros, creditos=borrador.creditos)
    except Rechazo as falta:
        faltas.append(falta)
    if asunto is None or faltas:
        raise faltas[0].con(faltas[1:])
    return asunto


def _exigir_asunto(borrador: Borrador, *, buzon_activo: bool) -> Asunto:
    asunto = leer_asunto(borrador.asunto)
    if not (buzon_activo or asunto.abierto_sin_buzon):
        raise AsuntoNoDisponible(asunto)
    return asunto


def _huella(borrador: Borrador, *, adjuntos: Sequence[Adjunto]) -> str:
    # Of what the signature files, and not the version: what was changed and put back is still what was shown.
    archivos = sorted((str(adjunto.pk), adjunto.nombre, adjunto.sha256) for adjunto in adjuntos)
    dicho = [borrador.asunto, borrador.texto, borrador.registros, borrador.creditos, archivos]
    return hashlib.sha256(json.dumps(dicho, sort_keys=True).encode()).hexdigest()


class PresentacionDeSolicitud(TramiteFirmado[Borrador]):
    """Filing the request that was written in the draft; the folio of its act is the request's."""

    claves = TRAMITES
    inicio = "promociones:aclaraciones"
    pagina = "promociones:acto"

    def exigir_procedente(
        self, acto: ActoPreparado, *, ahora: datetime, sujeto: Borrador | None = None
    ) -> None:
        """Raise BorradorCambiado when the draft, or one of its files, is not what was prepared."""
        borrador = sujeto or borrador_de(acto.rfc)
        adjuntos = list(adjuntos_del_borrador(acto.rfc))
        if _huella(borrador, adjuntos=adjuntos) != acto.solicitud_preparada.huella:
            raise BorradorCambiado(acto.folio)

    def otra_vez(self, acto: ActoPreparado, *, persona: PersonaDentro, ahora: datetime) -> ActoPreparado:
        """Prepare the draft as it is now; raises what `preparar` does."""
        return preparar(persona.firmante, buzon_activo=persona.buzon_activo, ahora=ahora)

    def bloquear(self, rfc: str, *, ahora: datetime) -> Borrador:
        """Hold the draft: nobody writes it, nor takes a file away, while it is filed."""
        return bloquear(rfc, ahora=ahora)

    def surtir_efecto(self, acto: ActoPreparado, *, sujeto: Borrador, firmado: ActoFirmado) -> Efecto:
        """File what was prepared, with the very files that were named, and empty the draft."""
        preparada = acto.solicitud_preparada
        solicitud = Solicitud.objects.create(
            folio=firmado.folio,
            acto=firmado,
            rfc=firmado.rfc,
            nombre=firmado.nombre,
            asunto=preparada.asunto,
            texto=preparada.texto,
            registros=preparada.registros,
            creditos=preparada.creditos,
            subdelegacion=preparada.subdelegacion,
            presentada_en=firmado.firmado_en,
            vence_el=vencimiento(firmado.firmado_en),
            estado=Estado.PRESENTADA,
        )
        Adjunto.objects.filter(borrador=sujeto).update(borrador=None, solicitud=solicitud)
        vaciar(sujeto, ahora=firmado.firmado_en)
        detalle = {"vence_el": solicitud.vence_el.isoformat()}
        return Efecto(avisos.de_presentacion(solicitud), detalle)

    def contexto(self, acto: ActoPreparado) -> dict[str, Any]:
        """Return what the signature files, to be read beside the dialogue."""
        adjuntos = adjuntos_del_borrador(acto.rfc)
        return {"preparada": acto.solicitud_preparada, "adjuntos": adjuntos}
