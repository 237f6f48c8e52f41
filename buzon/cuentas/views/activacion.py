"""Pages of the activation, in the order in which they are gone through."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buzon.actos import selectors as actos_leidos
from buzon.actos.cadena_original import ACTIVAR_BUZON
from buzon.cuentas import activacion
from buzon.cuentas.activacion import Paso
from buzon.cuentas.errores import CodigoRechazado
from buzon.cuentas.forms import ETIQUETAS, CodigosForm, MediosForm, nombre_de_campo
from buzon.cuentas.peticion import PeticionDentro, leer_firma
from buzon.cuentas.terminos import TERMINOS
from buzon.documentos import selectors as documentos
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.acceso import sin_buzon_activo
from buzon.web.fragmentos import al_estar_listo
from buzon.web.limites import contar


@sin_buzon_activo
@require_http_methods(["GET", "HEAD", "POST"])
def medios(request: PeticionDentro) -> HttpResponse:
    """Take or correct the e-mail and the cell phone."""
    if request.persona.buzon_activo:
        return redirect(Paso.ACTIVADO)
    form = MediosForm(
        request.POST if request.method == "POST" else None, initial=_iniciales(request.persona.rfc)
    )
    rechazo: Rechazo | None = None
    if request.method == "POST" and form.is_valid():
        try:
            activacion.registrar_medios(request.persona.rfc, destinos=form.destinos, ahora=timezone.now())
            return redirect(Paso.CODIGOS)
        except Rechazo as error:
            rechazo = error
    salida = rechazos.pagina(request, "cuentas/medios.html", {"form": form}, rechazo=rechazo)
    if form.errors:
        salida.status_code = 422
    return salida


def _iniciales(rfc: str) -> dict[str, str]:
    return {medio.canal.lower(): medio.destino for medio in activacion.medios_de(rfc)}


@sin_buzon_activo
@require_http_methods(["GET", "HEAD", "POST"])
def codigos(request: PeticionDentro) -> HttpResponse:
    """Take the code of each message."""
    rfc = request.persona.rfc
    paso = activacion.paso_de(rfc, ahora=timezone.now())
    if paso is not Paso.CODIGOS:
        return redirect(paso)
    if request.method != "POST":
        return _pagina_codigos(request)
    form = CodigosForm(request.POST, canales=[medio.canal for medio in activacion.por_confirmar(rfc)])
    if not form.is_valid():
        return _pagina_codigos(request, form=form)
    try:
        activacion.confirmar(rfc, codigos=form.codigos, ahora=timezone.now())
        return redirect(Paso.TERMINOS)
    except CodigoRechazado as error:
        form.marcar(error, mensaje=rechazos.vista_de(error).mensaje)
        return _pagina_codigos(request, form=form, rechazo=error)
    except Rechazo as error:
        return _pagina_codigos(request, rechazo=error)


def _pagina_codigos(
    request: PeticionDentro, *, form: CodigosForm | None = None, rechazo: Rechazo | None = None
) -> HttpResponse:
    medios = activacion.medios_de(request.persona.rfc)
    pendientes = [medio.canal for medio in medios if medio.confirmado_en is None]
    form = form or CodigosForm(None, canales=pendientes)
    for canal in set(ETIQUETAS) - set(pendientes):
        form.fields.pop(nombre_de_campo(canal), None)
    contexto = {"form": form, "medios": medios}
    salida = rechazos.pagina(request, "cuentas/codigos.html", contexto, rechazo=rechazo)
    if form.errors:
        salida.status_code = 422
    return salida


@sin_buzon_activo
@require_http_methods(["GET", "HEAD", "POST"])
def reenviar(request: PeticionDentro) -> HttpResponse:
    """Send new codes to what is not confirmed yet."""
    paso = activacion.paso_de(request.persona.rfc, ahora=timezone.now())
    if paso is not Paso.CODIGOS:
        return redirect(paso)
    if request.method == "POST":
        try:
            activacion.reenviar_codigos(request.persona.rfc, ahora=timezone.now())
        except Rechazo as error:
            return _pagina_codigos(request, rechazo=error)
        messages.success(request, _("Te enviamos códigos nuevos; los anteriores ya no sirven."))
    return redirect(Paso.CODIGOS)


@sin_buzon_activo
@require_http_methods(["GET", "HEAD", "POST"])
def terminos(request: PeticionDentro) -> HttpResponse:
    """Show the Terms with the text that accepts them, and take its signature."""
    if request.method == "POST":
        return _firmar_terminos(request)
    paso = activacion.paso_de(request.persona.rfc, ahora=timezone.now())
    if paso is not Paso.TERMINOS:
        return redirect(paso)
    return _pagina_terminos(request, rechazo=None)


def _pagina_terminos(request: PeticionDentro, *, rechazo: Rechazo | None) -> HttpResponse:
    acto = activacion.preparar_terminos(request.persona.firmante, ahora=timezone.now())
    contexto = {"terminos": TERMINOS, "acto": acto}
    return rechazos.pagina(request, "cuentas/terminos.html", contexto, rechazo=rechazo)


def _firmar_terminos(request: PeticionDentro) -> HttpResponse:
    contar("firmar", clave=request.persona.rfc)
    try:
        envio = leer_firma(request, campo_id="acto")
        acto = actos_leidos.preparado_por_id(envio.id, rfc=request.persona.rfc)
        if acto is None or acto.tramite != ACTIVAR_BUZON.clave:
            raise Http404
        activacion.firmar_terminos(
            acto, certificado=envio.certificado, firma=envio.firma, ahora=timezone.now()
        )
        return redirect(Paso.ACTIVADO)
    except Rechazo as error:
        if activacion.paso_de(request.persona.rfc, ahora=timezone.now()) is not Paso.TERMINOS:
            raise
        return _pagina_terminos(request, rechazo=error)


@sin_buzon_activo
@require_safe
def activado(request: PeticionDentro) -> HttpResponse:
    """Say that the Buzón is active, with its acuse."""
    if not request.persona.buzon_activo:
        return redirect(activacion.paso_de(request.persona.rfc, ahora=timezone.now()))
    acto = request.persona.ingreso.contribuyente.acto_activacion
    documento = documentos.documento_de(acto.folio, rfc=request.persona.rfc) if acto else None
    contexto = {"acto": acto, "documento": documento}
    if request.htmx:
        listo = documento is not None and documento.esta_sellado
        return al_estar_listo(request, "cuentas/activado.html#acuse", contexto, listo=listo)
    return render(request, "cuentas/activado.html", contexto)
