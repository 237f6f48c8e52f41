"""Pages of the authorisation: state, certify, and the page of each act."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from autorizacion32d import selectors
from autorizacion32d import tramite as services
from autorizacion32d.leyendas import LEYENDAS, TRAMITES, leyenda_de
from autorizacion32d.reglas import Estado, leer_movimiento, movimiento_que_procede
from buzon.actos import selectors as actos
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.peticion import PeticionDentro, leer_firma
from buzon.documentos import selectors as documentos
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.fragmentos import al_estar_listo
from buzon.web.limites import contar


def _situacion(rfc: str) -> dict[str, Any]:
    autorizacion = selectors.autorizacion_de(rfc)
    estado = Estado(autorizacion.estado)
    return {
        "autorizacion": autorizacion,
        "autorizada": estado is Estado.AUTORIZADA,
        "leyenda": LEYENDAS[movimiento_que_procede(estado)],
        "historial": selectors.historial_de(rfc),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def estado(request: PeticionDentro) -> HttpResponse:
    """Show the box that fits the present state; Guardar prepares the act."""
    rechazo: Rechazo | None = None
    if request.method == "POST":
        try:
            contar("preparar", clave=request.persona.rfc)
            preparado = services.preparar(
                leer_movimiento(request.POST.get("manifestacion", "")),
                firmante=request.persona.firmante,
                ahora=timezone.now(),
            )
            return redirect("autorizacion32d:certificar", acto_id=preparado.pk)
        except Rechazo as error:
            rechazo = error
    contexto = _situacion(request.persona.rfc)
    return rechazos.pagina(request, "autorizacion32d/estado.html", contexto, rechazo=rechazo)


def _preparado(request: PeticionDentro, acto_id: UUID) -> ActoPreparado:
    preparado = actos.preparado_de(acto_id, rfc=request.persona.rfc, tramites=TRAMITES)
    if preparado is None:
        raise Http404
    return preparado


@require_http_methods(["GET", "HEAD", "POST"])
def certificar(request: PeticionDentro, acto_id: UUID) -> HttpResponse:
    """Show the exact text and take its signature; a signed act leads to its page."""
    preparado = _preparado(request, acto_id)
    rechazo: Rechazo | None = None
    try:
        firmado = _firmar(request, preparado) if request.method == "POST" else _ver(preparado)
        if firmado is not None:
            return redirect("autorizacion32d:acto", folio=firmado.folio)
    except Rechazo as error:
        rechazo = error
    contexto = {"acto": preparado, "leyenda": leyenda_de(preparado.tramite)}
    return rechazos.pagina(request, "autorizacion32d/certificar.html", contexto, rechazo=rechazo)


def _ver(preparado: ActoPreparado) -> ActoFirmado | None:
    firmado = actos.firmado_con(preparado)
    if firmado is None:
        services.exigir_firmable(preparado, ahora=timezone.now())
    return firmado


def _firmar(request: PeticionDentro, preparado: ActoPreparado) -> ActoFirmado:
    contar("firmar", clave=request.persona.rfc)
    envio = leer_firma(request, campo_id="acto", esperado=str(preparado.pk))
    return services.firmar(preparado, certificado=envio.certificado, firma=envio.firma, ahora=timezone.now())


@require_safe
def acto(request: PeticionDentro, folio: str) -> HttpResponse:
    """The page of one signed act; its acuse part alone when htmx asks for it."""
    firmado = actos.firmado_de(folio, rfc=request.persona.rfc, tramites=TRAMITES)
    if firmado is None:
        raise Http404
    documento = documentos.documento_de(folio, rfc=request.persona.rfc)
    contexto = {
        "acto": firmado,
        "leyenda_firmada": leyenda_de(firmado.tramite),
        "documento": documento,
    }
    if request.htmx:
        listo = documento is not None and documento.esta_sellado
        return al_estar_listo(request, "autorizacion32d/acto.html#acuse", contexto, listo=listo)
    return render(request, "autorizacion32d/acto.html", contexto | _situacion(request.persona.rfc))
