"""32D Autorización de Opinión Pública, from the box that is ticked to what its signature does and tells."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from autorizacion32d.leyendas import APARTADO, LEYENDAS, TRAMITES, leyenda_de
from autorizacion32d.models import Autorizacion, Transicion
from autorizacion32d.reglas import (
    Estado,
    Movimiento,
    leer_movimiento,
    movimiento_que_procede,
    siguiente,
)
from autorizacion32d.selectors import autorizacion_de, historial_de
from buzon.actos import services as actos
from buzon.actos.cadena_original import Firmante, Manifestacion
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.firma.services import Efecto, TramiteFirmado
from buzon.cuentas.peticion import PersonaDentro, PeticionDentro
from buzon.mensajes.models import Clase
from buzon.mensajes.services import Aviso
from buzon.valores.fechas import fecha_hora_larga
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.errores import EstadoCambiado
from buzon.web.limites import contar
from buzon.web.tareas import encolar


@require_http_methods(["GET", "HEAD", "POST"])
def estado(request: PeticionDentro) -> HttpResponse:
    """Show the box that fits the present state; Guardar prepares the act."""
    rechazo: Rechazo | None = None
    if request.method == "POST":
        try:
            contar("preparar", clave=request.persona.rfc)
            movimiento = leer_movimiento(request.POST.get("manifestacion", ""))
            preparado = preparar(movimiento, firmante=request.persona.firmante, ahora=timezone.now())
            return redirect("autorizacion32d:certificar", acto_id=preparado.pk)
        except Rechazo as error:
            rechazo = error
    contexto = _situacion(request.persona.rfc)
    contexto["leyenda"] = LEYENDAS[movimiento_que_procede(Estado(contexto["autorizacion"].estado))]
    return rechazos.pagina(request, "autorizacion32d/estado.html", contexto, rechazo=rechazo)


def _situacion(rfc: str) -> dict[str, Any]:
    autorizacion = autorizacion_de(rfc)
    return {
        "autorizacion": autorizacion,
        "autorizada": autorizacion.estado == Estado.AUTORIZADA,
        "historial": historial_de(rfc),
    }


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
        # What another tab signs meanwhile makes this one refused, whichever its movement.
        precedente=autorizacion.ultimo_folio,
        ahora=ahora,
    )


class AutorizacionDeOpinion(TramiteFirmado[Autorizacion]):
    """Authorising that one's opinion be public, and cancelling it."""

    claves = TRAMITES
    inicio = "autorizacion32d:estado"
    pagina = "autorizacion32d:acto"

    def exigir_procedente(
        self, acto: ActoPreparado, *, ahora: datetime, sujeto: Autorizacion | None = None
    ) -> None:
        """Raise EstadoCambiado when another act came first."""
        # By the last folio, not by the state: authorised, cancelled and authorised again is another authorisation.
        autorizacion = sujeto or autorizacion_de(acto.rfc)
        if autorizacion.ultimo_folio != acto.precedente:
            raise EstadoCambiado(acto.folio)

    def otra_vez(self, acto: ActoPreparado, *, persona: PersonaDentro, ahora: datetime) -> ActoPreparado:
        """Prepare the same movement; raises EstadoCambiado where it fits no more."""
        return preparar(leyenda_de(acto.tramite).movimiento, firmante=persona.firmante, ahora=ahora)

    def bloquear(self, rfc: str, *, ahora: datetime) -> Autorizacion:
        """Return the authorisation, whose row is made before the first act: there is always one to hold."""
        nueva = Autorizacion(rfc=rfc, estado=Estado.SIN_AUTORIZACION)
        Autorizacion.objects.bulk_create([nueva], ignore_conflicts=True)
        return Autorizacion.objects.select_for_update().get(rfc=rfc)

    def surtir_efecto(self, acto: ActoPreparado, *, sujeto: Autorizacion, firmado: ActoFirmado) -> Efecto:
        """Change the state, and ask for the verdict that the public look-up may show from now on."""
        movimiento = leyenda_de(acto.tramite).movimiento
        anterior = Estado(sujeto.estado)
        sujeto.estado = siguiente(anterior, movimiento=movimiento)
        sujeto.ultimo_folio = firmado.folio
        if movimiento is Movimiento.AUTORIZAR:
            sujeto.nombre, sujeto.folio = firmado.nombre, firmado.folio
            sujeto.autorizada_en, sujeto.cancelada_en = firmado.firmado_en, None
        else:
            sujeto.cancelada_en = firmado.firmado_en
        sujeto.save()
        Transicion.objects.create(
            autorizacion=sujeto,
            acto=firmado,
            de=anterior,
            a=sujeto.estado,
            ocurrida_en=firmado.firmado_en,
        )
        # By its name: `opinion` stands above and is not imported.
        encolar("opinion.recalcular_rfc", rfc=acto.rfc)
        return Efecto(_aviso(firmado, movimiento))

    def contexto(self, acto: ActoPreparado) -> dict[str, Any]:
        """Return which movement it is: what the signature does, and until when, depends on it."""
        return {"movimiento": leyenda_de(acto.tramite).movimiento}

    def contexto_firmado(self, firmado: ActoFirmado) -> dict[str, Any]:
        """Return the words of the act, and how the authorisation stands now: another act may have followed."""
        return {"leyenda_firmada": leyenda_de(firmado.tramite)} | _situacion(firmado.rfc)


# The subjects also travel by e-mail and SMS: nothing secret.
_DICHO = {
    Movimiento.AUTORIZAR: (
        "Firmaste la autorización de tu opinión pública",
        "Desde ese momento cualquiera puede consultar con tu RFC el sentido de tu opinión del cumplimiento, nunca tus "
        "adeudos. Puedes cancelarla cuando quieras, en el mismo apartado.",
    ),
    Movimiento.CANCELAR: (
        "Firmaste la cancelación de tu opinión pública",
        "Desde ese momento nadie puede consultar en público tu opinión del cumplimiento. Tú la sigues viendo dentro "
        "de tu Buzón y puedes autorizarla otra vez cuando quieras.",
    ),
}


def _aviso(firmado: ActoFirmado, movimiento: Movimiento) -> Aviso:
    asunto, efecto = _DICHO[movimiento]
    lo_firmado = (
        f"Lo firmaste con tu e.firma el {fecha_hora_larga(firmado.firmado_en)}. Folio: {firmado.folio}."
    )
    si_no_fuiste = "Si no fuiste tú, acude a tu subdelegación y pide al SAT que revoque tu e.firma."
    return Aviso(
        clase=Clase.ACTO,
        asunto=asunto,
        texto="\n\n".join([lo_firmado, efecto, si_no_fuiste]),
        clave=f"acto:{firmado.folio}",
        enlace=reverse("autorizacion32d:acto", kwargs={"folio": firmado.folio}),
    )
