"""Write a request and keep its draft, up to its signature."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from buzon.cuentas.peticion import PeticionDentro
from buzon.promociones import captura, elegibles, selectors
from buzon.promociones.forms import SolicitudForm
from buzon.promociones.seleccion import Opciones
from buzon.promociones.services.borrador import descartar_borrador
from buzon.promociones.textos import renglones
from buzon.valores.fechas import dia_en_centro
from buzon.valores.plazos import vencimiento
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.acceso import sin_buzon_activo, vuelve_tras_entrar
from buzon.web.formato import fecha_hora_larga
from buzon.web.limites import contar
from buzon.web.peticiones import campo_unico

LARGO_DE_LO_BUSCADO = 40


@sin_buzon_activo
@vuelve_tras_entrar
@require_http_methods(["GET", "HEAD", "POST"])
def aclaraciones(request: PeticionDentro) -> HttpResponse:
    """Write a request; below it, those already filed. What is sent is kept, whatever is wrong with it."""
    if request.method != "POST":
        borrador = selectors.borrador_de(request.persona.rfc)
        guardado = {"initial": captura.iniciales(borrador), "version": borrador.version}
        return _pagina(
            request, _form(request, opciones=Opciones(), **guardado), buscado=_buscado(request.GET)
        )
    form, buscado = _form_enviado(request, files=request.FILES), _buscado(request.POST)
    try:
        contar("promocion", clave=request.persona.rfc)
        accion = campo_unico(request, "accion")
        preparado = captura.guardar(form, accion=accion, persona=request.persona, ahora=timezone.now())
    except Rechazo as error:
        return _pagina(request, form, buscado=buscado, rechazo=error)
    _decir_repetidos(request, form)
    if form.errors:
        return _pagina(request, form, buscado=buscado)
    if preparado is not None:
        return redirect("promociones:certificar", acto_id=preparado.pk)
    if accion == captura.GUARDAR:
        messages.success(request, _("Guardamos tu borrador. Nada se presenta hasta que lo firmes."))
    elif accion != captura.BUSCAR:
        messages.success(request, _("Quitamos el archivo y guardamos lo demás de tu borrador."))
    pagina = reverse("promociones:aclaraciones")
    return redirect(f"{pagina}?{urlencode({'q': buscado})}#creditos" if buscado else pagina)


def _decir_repetidos(request: PeticionDentro, form: SolicitudForm) -> None:
    for nombre, igual in form.repetidos:
        dicho = _("«%(nombre)s» es el mismo archivo que «%(igual)s», que ya estaba: se conserva uno solo.")
        messages.info(request, dicho % {"nombre": nombre, "igual": igual})


def _buscado(datos: QueryDict) -> str:
    return str(datos.get("q", ""))[:LARGO_DE_LO_BUSCADO].strip()


@sin_buzon_activo
@require_POST
def autoguardar(request: PeticionDentro) -> JsonResponse:
    """Save what is being written, without files, while it is written; refusals are problem documents.

    Where a field cannot be read the rest is saved, and 422 keeps the page from saying that all of it was.
    """
    # A limit of its own: a page left open saves by itself, and must not use up what pressing a button has.
    contar("autoguardar", clave=request.persona.rfc)
    ahora = timezone.now()
    form = _form_enviado(request)
    captura.guardar(form, accion=captura.GUARDAR, persona=request.persona, ahora=ahora)
    dicho = {"guardado_en": fecha_hora_larga(ahora), "version": form.version}
    return JsonResponse(dicho, status=422 if form.errors else 200)


def _form_enviado(request: PeticionDentro, **archivos: Any) -> SolicitudForm:
    # Of 20,000 créditos a save, every ten seconds, reads those that it names and no others.
    opciones = elegibles.opciones_de(
        request.persona.rfc,
        registros=request.POST.getlist("registros"),
        creditos=request.POST.getlist("creditos"),
    )
    version = captura.leer_version(request.POST)
    return _form(request, data=request.POST, opciones=opciones, version=version, **archivos)


def _form(request: PeticionDentro, **datos: Any) -> SolicitudForm:
    asuntos = elegibles.asuntos_ofrecidos(request.persona.rfc, buzon_activo=request.persona.buzon_activo)
    return SolicitudForm(asuntos=asuntos, **datos)


def _pagina(
    request: PeticionDentro, form: SolicitudForm, *, buscado: str, rechazo: Rechazo | None = None
) -> HttpResponse:
    rfc = request.persona.rfc
    solicitudes = selectors.solicitudes_de(rfc, pagina=request.GET.get("pagina", "1"))
    if solicitudes is None:
        raise Http404
    opciones = elegibles.opciones_mostradas(rfc, elegidos=form.elegidos["creditos"], buscado=buscado)
    if rechazo is not None:
        form.marcar(rechazo, opciones=opciones)
    contexto = {
        "form": form,
        "opciones": opciones,
        "buscado": buscado,
        "elegidos": form.elegidos,
        "borrador": selectors.borrador_de(rfc),
        "adjuntos": selectors.adjuntos_del_borrador(rfc),
        "solicitudes": solicitudes,
        "renglones": renglones(solicitudes, hoy=dia_en_centro(timezone.now())),
        "abiertas": selectors.abiertas_de(rfc) if solicitudes.object_list else 0,
        "vencimiento_hoy": vencimiento(timezone.now()),
    }
    salida = rechazos.pagina(request, "promociones/aclaraciones.html", contexto, rechazo=rechazo)
    if form.errors and rechazo is None:
        salida.status_code = 422
    return salida


@sin_buzon_activo
@require_POST
def descartar(request: PeticionDentro) -> HttpResponse:
    descartar_borrador(request.persona.rfc, ahora=timezone.now())
    messages.success(request, _("Descartaste el borrador."))
    return redirect("promociones:aclaraciones")
