"""32D Autorización de Terceros, from the RFCs that are written to what a signature does and tells."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from autorizacion32d.leyendas import Leyenda
from autorizacion32d.reglas import Movimiento
from buzon.actos import services as actos
from buzon.actos.cadena_original import Firmante, Manifestacion
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.firma.services import Efecto, TramiteFirmado
from buzon.cuentas.models import Contribuyente
from buzon.cuentas.peticion import PersonaDentro, PeticionDentro
from buzon.valores.captura import entero
from buzon.valores.fechas import fecha_larga
from buzon.valores.identificadores import LARGO_MAXIMO_CAPTURADO
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.errores import EstadoCambiado
from buzon.web.limites import contar
from buzon.web.tareas import encolar
from terceros import avisos, peticiones
from terceros.errores import TerceroYaAutorizado
from terceros.forms import TercerosForm
from terceros.leyendas import APARTADO, LEYENDAS, TRAMITES, leyenda_de
from terceros.models import ActoSobreTerceros, AutorizacionDeTercero
from terceros.reglas import Respuesta, termino_de, ultimo_dia_de
from terceros.selectors import autorizacion_de, autorizados_por, previas_de, terminadas_de

SIN_FECHA = "Hasta que se cancele"


@require_http_methods(["GET", "HEAD", "POST"])
def terceros(request: PeticionDentro) -> HttpResponse:
    """List whom one has authorised; prepares an authorisation, or the end of one, and takes answers to petitions."""
    ahora, rfc, rechazo = timezone.now(), request.persona.rfc, None
    orden = next((orden for orden in ORDENES if orden in request.POST), "")
    guarda = request.method == "POST" and not orden
    form = TercerosForm(request.POST if guarda else None, titular=rfc)
    # What a petition's link brings.
    form.initial = {"terceros": request.GET.get("rfc", "")[:LARGO_MAXIMO_CAPTURADO]}
    try:
        if orden:
            return ORDENES[orden](request, ahora=ahora)
        if form.is_valid():
            return _guardar_lo_escrito(request, form, ahora=ahora)
        rechazo = form.rechazo
    except Rechazo as error:
        rechazo = error
        if isinstance(error, TerceroYaAutorizado):
            form.add_error("terceros", rechazos.vista_de(error).mensaje)
    autorizados = autorizados_por(rfc, en=ahora, pagina=request.GET.get("pagina", "1"))
    if autorizados is None:
        raise Http404
    contexto = {
        "form": form,
        "abre": guarda or "nuevo" in request.GET,
        "paginas": autorizados,
        "vigentes": [(una, una.estado(en=ahora)) for una in autorizados],
        "terminadas": [(una, una.estado(en=ahora)) for una in terminadas_de(rfc, en=ahora)],
        "peticiones": peticiones.por_responder(rfc, en=ahora),
    }
    salida = rechazos.pagina(request, "terceros/terceros.html", contexto, rechazo=rechazo)
    # A refusal brings its own status; what is not a date has none.
    if rechazo is None and form.errors:
        salida.status_code = 422
    return salida


def _guardar_lo_escrito(request: PeticionDentro, form: TercerosForm, *, ahora: datetime) -> HttpResponse:
    contar("preparar", clave=request.persona.rfc)
    rfcs, hasta = form.cleaned_data["terceros"], form.cleaned_data["hasta"]
    acto = preparar(rfcs, ultimo_dia=hasta, firmante=request.persona.firmante, ahora=ahora)
    return redirect("terceros:certificar", acto_id=acto.pk)


def _cancelar(request: PeticionDentro, *, ahora: datetime) -> HttpResponse:
    contar("preparar", clave=request.persona.rfc)
    identificador = entero(request.POST["cancelar"], digitos=18) or 0
    autorizacion = autorizacion_de(identificador, titular=request.persona.rfc, en=ahora)
    if autorizacion is None:
        raise EstadoCambiado("cancelar")
    acto = preparar_cancelacion(autorizacion, firmante=request.persona.firmante, ahora=ahora)
    return redirect("terceros:certificar", acto_id=acto.pk)


def _responder(request: PeticionDentro, *, ahora: datetime) -> HttpResponse:
    identificador = entero(request.POST["peticion"], digitos=18) or 0
    try:
        respuesta = Respuesta(request.POST.get("respuesta", ""))
    except ValueError:
        raise EstadoCambiado("respuesta") from None
    peticiones.responder(identificador, titular=request.persona.rfc, respuesta=respuesta, ahora=ahora)
    messages.success(request, _("Listo. Quien la pidió no sabrá qué decidiste."))
    return redirect("terceros:lista")


# What the buttons of the lists post, besides the form.
ORDENES = {"cancelar": _cancelar, "peticion": _responder}


def preparar(
    rfcs: Sequence[str], *, ultimo_dia: date | None, firmante: Firmante, ahora: datetime
) -> ActoPreparado:
    """Store the text that authorises these RFCs, all or none of them.

    Raises TerceroYaAutorizado where one of them can see the opinion now, and VigenciaInvalida.
    """
    termina_en = termino_de(ultimo_dia, ahora=ahora) if ultimo_dia else None
    previas = previas_de(firmante.rfc, terceros=list(rfcs), en=ahora)
    if previas.vigentes:
        raise TerceroYaAutorizado(rfc=", ".join(previas.vigentes))
    hasta = fecha_larga(ultimo_dia) if ultimo_dia else SIN_FECHA
    anexos = (("Terceros", ", ".join(rfcs)), ("Vigente hasta", hasta))
    return _guardar(
        LEYENDAS[Movimiento.AUTORIZAR],
        firmante=firmante,
        anexos=anexos,
        sobre=ActoSobreTerceros(terceros=list(rfcs), termina_en=termina_en, ultima=previas.ultima),
        ahora=ahora,
    )


def preparar_cancelacion(
    autorizacion: AutorizacionDeTercero, *, firmante: Firmante, ahora: datetime
) -> ActoPreparado:
    """Store the text that ends an authorisation in force."""
    anexos = (("Tercero", autorizacion.tercero), ("Folio que se cancela", autorizacion.acto.folio))
    return _guardar(
        LEYENDAS[Movimiento.CANCELAR],
        firmante=firmante,
        anexos=anexos,
        sobre=ActoSobreTerceros(terceros=[autorizacion.tercero], ultima=autorizacion.pk),
        ahora=ahora,
    )


@transaction.atomic
def _guardar(
    leyenda: Leyenda,
    *,
    firmante: Firmante,
    anexos: tuple[tuple[str, str], ...],
    sobre: ActoSobreTerceros,
    ahora: datetime,
) -> ActoPreparado:
    acto = actos.preparar(
        leyenda.tramite,
        firmante=firmante,
        manifestacion=Manifestacion(leyenda.texto, leyenda.version, anexos),
        titulo=leyenda.titulo_acuse,
        apartado=APARTADO,
        campos=(("Movimiento", leyenda.impreso), *anexos),
        ahora=ahora,
    )
    sobre.acto = acto
    sobre.save()
    return acto


class AutorizacionDeTerceros(TramiteFirmado[Contribuyente]):
    """Authorising third parties to see one's opinion, and cancelling one of them."""

    claves = TRAMITES
    inicio = "terceros:lista"
    pagina = "terceros:acto"

    def exigir_procedente(
        self, acto: ActoPreparado, *, ahora: datetime, sujeto: Contribuyente | None = None
    ) -> None:
        """Raise EstadoCambiado when one of them was authorised, cancelled or ended since the text was made."""
        sobre = acto.sobre_terceros
        previas = previas_de(acto.rfc, terceros=sobre.terceros, en=ahora)
        cancela = leyenda_de(acto.tramite).movimiento is Movimiento.CANCELAR
        # By the newest authorisation, not by whether there is one: authorised and cancelled meanwhile is a change too.
        se_acabo = sobre.termina_en is not None and ahora >= sobre.termina_en
        if previas.ultima != sobre.ultima or bool(previas.vigentes) is not cancela or se_acabo:
            raise EstadoCambiado(acto.folio)

    def otra_vez(self, acto: ActoPreparado, *, persona: PersonaDentro, ahora: datetime) -> ActoPreparado:
        """Prepare the same anew; raises what preparing it does, and EstadoCambiado where there is none to cancel."""
        sobre = acto.sobre_terceros
        if leyenda_de(acto.tramite).movimiento is Movimiento.AUTORIZAR:
            ultimo_dia = ultimo_dia_de(sobre.termina_en) if sobre.termina_en else None
            return preparar(sobre.terceros, ultimo_dia=ultimo_dia, firmante=persona.firmante, ahora=ahora)
        autorizacion = autorizacion_de(sobre.ultima, titular=acto.rfc, en=ahora)
        if autorizacion is None:
            raise EstadoCambiado(acto.folio)
        return preparar_cancelacion(autorizacion, firmante=persona.firmante, ahora=ahora)

    def bloquear(self, rfc: str, *, ahora: datetime) -> Contribuyente:
        """Hold the holder: whatever changes whom it authorised does so, and the changes have one order."""
        return Contribuyente.objects.select_for_update().get(rfc=rfc)

    def surtir_efecto(self, acto: ActoPreparado, *, sujeto: Contribuyente, firmado: ActoFirmado) -> Efecto:
        """Begin the authorisations, or end the one; the third parties are told by a task, the same for every RFC."""
        sobre = acto.sobre_terceros
        suyas = AutorizacionDeTercero.objects.filter(
            titular=acto.rfc, tercero__in=sobre.terceros, fin=None
        ).select_for_update()
        movimiento = leyenda_de(acto.tramite).movimiento
        if movimiento is Movimiento.CANCELAR:
            autorizacion = suyas.get()
            # The clock of another server may be behind: nothing ends before it began.
            autorizacion.fin = max(firmado.firmado_en, autorizacion.desde)
            autorizacion.cancelacion = firmado
            autorizacion.save(update_fields=["fin", "cancelacion"])
        else:
            for vencida in suyas:
                vencida.fin = vencida.termina_en
                vencida.save(update_fields=["fin"])
            AutorizacionDeTercero.objects.bulk_create(
                AutorizacionDeTercero(
                    titular=acto.rfc,
                    tercero=tercero,
                    acto=firmado,
                    desde=firmado.firmado_en,
                    termina_en=sobre.termina_en,
                )
                for tercero in sobre.terceros
            )
        encolar(avisos.AVISAR, folio=firmado.folio)
        return Efecto(avisos.al_titular(firmado, sobre), {"terceros": str(len(sobre.terceros))})

    def contexto(self, acto: ActoPreparado) -> dict[str, Any]:
        """Return who it is about, until when, and which movement it is."""
        return _lo_suyo(acto.sobre_terceros, acto.tramite)

    def contexto_firmado(self, firmado: ActoFirmado) -> dict[str, Any]:
        """Return the same of a signed act."""
        return _lo_suyo(firmado.preparado.sobre_terceros, firmado.tramite) | {
            "leyenda_firmada": leyenda_de(firmado.tramite)
        }


def _lo_suyo(sobre: ActoSobreTerceros, tramite: str) -> dict[str, Any]:
    return {
        "movimiento": leyenda_de(tramite).movimiento,
        "terceros": sobre.terceros,
        "ultimo_dia": ultimo_dia_de(sobre.termina_en) if sobre.termina_en else None,
    }
