"""Pages of the means of contact: the list, each change up to its signature, and the codes that confirm."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from buzon.cuentas import codigos, contactos, selectors
from buzon.cuentas.errores import CodigoRechazado, MedioRepetido
from buzon.cuentas.forms import CelularForm, CodigoForm, CorreoForm, MedioForm
from buzon.cuentas.models import CambioDeMedio, MedioContacto
from buzon.cuentas.peticion import PeticionDentro
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.limites import contar

Operacion = CambioDeMedio.Operacion
FORMULARIOS: dict[str, type[MedioForm]] = {"CORREO": CorreoForm, "CELULAR": CelularForm}
LISTA = "cuentas:contactos"
SobreUnMedio = Callable[[PeticionDentro, MedioContacto], HttpResponse]


def _solo_con_post(vista: SobreUnMedio) -> Callable[[PeticionDentro, int], HttpResponse]:
    """Give the view one's own means of contact; a GET (a mail scanner's, a bookmark) only leads to the list."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(vista)
    def con_su_medio(request: PeticionDentro, medio_id: int) -> HttpResponse:
        return vista(request, _medio(request, medio_id)) if request.method == "POST" else redirect(LISTA)

    return con_su_medio


def _medio(request: PeticionDentro, medio_id: int) -> MedioContacto:
    medio = selectors.medio_de(medio_id, rfc=request.persona.rfc)
    if medio is None:
        raise Http404
    return medio


@require_http_methods(["GET", "HEAD", "POST"])
def lista(request: PeticionDentro) -> HttpResponse:
    """List the means of contact; a posted address prepares its addition."""
    if request.method != "POST":
        return _pagina(request)
    canal = request.POST.get("canal", "")
    if canal not in FORMULARIOS:
        raise Http404
    form = FORMULARIOS[canal](request.POST)
    if not form.is_valid():
        return _pagina(request, alta=form)
    try:
        return _preparar(
            request, CambioDeMedio(operacion=Operacion.AGREGAR, canal=canal, destino=form.destino)
        )
    except Rechazo as error:
        return _pagina(request, alta=form, rechazo=error)


def _preparar(request: PeticionDentro, cambio: CambioDeMedio) -> HttpResponse:
    contar("preparar", clave=request.persona.rfc)
    acto = contactos.preparar_cambio(cambio, firmante=request.persona.firmante, ahora=timezone.now())
    return redirect("cuentas:contactos_certificar", acto_id=acto.pk)


def _pagina(
    request: PeticionDentro,
    *,
    alta: MedioForm | None = None,
    codigo: CodigoForm | None = None,
    codigo_de: int = 0,
    rechazo: Rechazo | None = None,
) -> HttpResponse:
    canales = []
    for canal in selectors.canales_de(request.persona.rfc):
        suyo = FORMULARIOS[canal.canal]
        medios = [
            (fila, codigo if codigo and fila.medio.pk == codigo_de else _form_de_codigo(fila.medio))
            for fila in canal.medios
        ]
        canales.append((canal, medios, alta if isinstance(alta, suyo) else suyo()))
    form = alta or codigo
    _marcar_repetido(rechazo, alta)
    contexto = {
        "canales": canales,
        "cambios": selectors.cambios_de(request.persona.rfc),
        "form": form,
    }
    salida = rechazos.pagina(request, "cuentas/contactos.html", contexto, rechazo=rechazo)
    # A refusal brings its own status.
    if rechazo is None and form is not None and form.errors:
        salida.status_code = 422
    return salida


def _marcar_repetido(rechazo: Rechazo | None, form: MedioForm | None) -> None:
    """Mark the field of an address that is there already."""
    if isinstance(rechazo, MedioRepetido) and form is not None:
        [campo] = form.fields
        form.add_error(campo, rechazos.vista_de(rechazo).mensaje)


def _form_de_codigo(medio: MedioContacto, datos: PeticionDentro | None = None) -> CodigoForm:
    return CodigoForm(datos.POST if datos else None, destino=medio.destino, prefijo=f"medio{medio.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def cambiar(request: PeticionDentro, medio_id: int) -> HttpResponse:
    """Take the address that will take the place of this one, and prepare the change."""
    medio = _medio(request, medio_id)
    form = FORMULARIOS[medio.canal](request.POST if request.method == "POST" else None)
    rechazo: Rechazo | None = None
    if form.is_valid():
        cambio = CambioDeMedio(
            operacion=Operacion.SUSTITUIR, canal=medio.canal, destino=medio.destino, nuevo=form.destino
        )
        try:
            return _preparar(request, cambio)
        except Rechazo as error:
            rechazo = error
    _marcar_repetido(rechazo, form)
    contexto = {"medio": medio, "form": form}
    salida = rechazos.pagina(request, "cuentas/contactos_cambiar.html", contexto, rechazo=rechazo)
    if rechazo is None and form.errors:
        salida.status_code = 422
    return salida


def _sobre(operacion: CambioDeMedio.Operacion) -> Callable[[PeticionDentro, int], HttpResponse]:
    @_solo_con_post
    def preparar(request: PeticionDentro, medio: MedioContacto) -> HttpResponse:
        """Prepare what needs nothing but the address itself."""
        try:
            return _preparar(
                request, CambioDeMedio(operacion=operacion, canal=medio.canal, destino=medio.destino)
            )
        except Rechazo as error:
            return _pagina(request, rechazo=error)

    return preparar


quitar = _sobre(Operacion.QUITAR)
principal = _sobre(Operacion.PRINCIPAL)


@_solo_con_post
def confirmar(request: PeticionDentro, medio: MedioContacto) -> HttpResponse:
    """Take the code that an address received."""
    form = _form_de_codigo(medio, request)
    if not form.is_valid():
        return _pagina(request, codigo=form, codigo_de=medio.pk)
    try:
        confirmado = codigos.confirmar_medio(
            request.persona.rfc, medio_id=medio.pk, codigo=form.cleaned_data["codigo"], ahora=timezone.now()
        )
    except CodigoRechazado as error:
        form.add_error("codigo", rechazos.vista_de(error).mensaje)
        return _pagina(request, codigo=form, codigo_de=medio.pk, rechazo=error)
    except Rechazo as error:
        return _pagina(request, rechazo=error)
    messages.success(request, _("Confirmaste %(destino)s.") % {"destino": confirmado.destino})
    return redirect(LISTA)


@_solo_con_post
def reenviar(request: PeticionDentro, medio: MedioContacto) -> HttpResponse:
    """Send a new code to an address that is not confirmed."""
    try:
        codigos.reenviar_codigo(request.persona.rfc, medio_id=medio.pk, ahora=timezone.now())
    except Rechazo as error:
        return _pagina(request, rechazo=error)
    messages.success(
        request,
        _("Enviamos un código nuevo a %(destino)s; el anterior ya no sirve.") % {"destino": medio.destino},
    )
    return redirect(LISTA)


@_solo_con_post
def desistir(request: PeticionDentro, medio: MedioContacto) -> HttpResponse:
    """Give up an address that is not confirmed."""
    if codigos.desistir(request.persona.rfc, medio_id=medio.pk, ahora=timezone.now()):
        messages.success(request, _("%(destino)s ya no se agregará.") % {"destino": medio.destino})
    return redirect(LISTA)
