"""Pages of the activation, in the order in which they are gone through."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buzon.cuentas import activacion
from buzon.cuentas.activacion import ActivacionDelBuzon, Paso
from buzon.cuentas.errores import CodigoRechazado
from buzon.cuentas.firma import views as escritorio
from buzon.cuentas.forms import ETIQUETAS, CodigosForm, MediosForm, nombre_de_campo
from buzon.cuentas.models import MedioContacto
from buzon.cuentas.peticion import PeticionDentro
from buzon.cuentas.selectors import medios_de
from buzon.cuentas.terminos import TERMINOS
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.acceso import sin_buzon_activo


@sin_buzon_activo
@require_http_methods(["GET", "HEAD", "POST"])
def medios(request: PeticionDentro) -> HttpResponse:
    """Take or correct the e-mail and the cell phone."""
    if request.persona.buzon_activo:
        return redirect(Paso.ACTIVADO)
    iniciales = {medio.canal.lower(): medio.destino for medio in medios_de(request.persona.rfc)}
    form = MediosForm(request.POST if request.method == "POST" else None, initial=iniciales)
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


@sin_buzon_activo
@require_http_methods(["GET", "HEAD", "POST"])
def codigos(request: PeticionDentro) -> HttpResponse:
    rfc = request.persona.rfc
    paso = activacion.paso_de(rfc, ahora=timezone.now())
    if paso is not Paso.CODIGOS:
        return redirect(paso)
    if request.method != "POST":
        return _pagina_codigos(request)
    form = CodigosForm(request.POST, canales=_por_confirmar(medios_de(rfc)))
    if not form.is_valid():
        return _pagina_codigos(request, form=form)
    try:
        activacion.confirmar(rfc, codigos=form.codigos, ahora=timezone.now())
        return redirect(Paso.TERMINOS)
    except CodigoRechazado as error:
        form.marcar(error)
        return _pagina_codigos(request, form=form, rechazo=error)
    except Rechazo as error:
        return _pagina_codigos(request, rechazo=error)


def _por_confirmar(medios: Sequence[MedioContacto]) -> list[str]:
    return [medio.canal for medio in medios if medio.confirmado_en is None]


def _pagina_codigos(
    request: PeticionDentro, *, form: CodigosForm | None = None, rechazo: Rechazo | None = None
) -> HttpResponse:
    medios = medios_de(request.persona.rfc)
    pendientes = _por_confirmar(medios)
    form = form or CodigosForm(None, canales=pendientes)
    # Of two codes one may have been right: its field goes from the form that comes back.
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
    """Show the Terms with the text that accepts them, and take its signature.

    The address names no act: whatever was refused, the page has one that can still be signed.
    """
    rechazo: Rechazo | None = None
    if request.method == "POST":
        try:
            escritorio.firmar_lo_enviado(request, ActivacionDelBuzon())
            return redirect(Paso.ACTIVADO)
        except Rechazo as error:
            rechazo = error
    ahora = timezone.now()
    paso = activacion.paso_de(request.persona.rfc, ahora=ahora)
    if paso is Paso.TERMINOS:
        acto = activacion.preparar_terminos(request.persona.firmante, ahora=ahora)
        contexto = {"terminos": TERMINOS, "acto": acto}
        return rechazos.pagina(request, "cuentas/terminos.html", contexto, rechazo=rechazo)
    if rechazo is not None:
        raise rechazo
    return redirect(paso)


@sin_buzon_activo
@require_safe
def activado(request: PeticionDentro) -> HttpResponse:
    """Say that the Buzón is active, with its acuse."""
    acto = request.persona.ingreso.contribuyente.acto_activacion
    if acto is None:
        return redirect(activacion.paso_de(request.persona.rfc, ahora=timezone.now()))
    return escritorio.mostrar(request, ActivacionDelBuzon(), "cuentas/activado.html", acto)
