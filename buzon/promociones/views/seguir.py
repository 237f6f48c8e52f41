"""What became of a request: its follow-up, its files."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buzon.cuentas.peticion import PeticionDentro
from buzon.documentos import selectors as documentos
from buzon.promociones import captura, selectors
from buzon.promociones.calendario import TIPO, calendario_de
from buzon.promociones.forms import MensajeForm
from buzon.promociones.models import Solicitud
from buzon.promociones.textos import plazo_en_palabras
from buzon.valores.fechas import dia_en_centro
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.acceso import sin_buzon_activo, vuelve_tras_entrar
from buzon.web.archivos import descarga
from buzon.web.fragmentos import al_estar_listo, pide_fragmento
from buzon.web.limites import contar
from buzon.web.peticiones import clave_opcional


@sin_buzon_activo
@vuelve_tras_entrar
@require_http_methods(["GET", "HEAD", "POST"])
def solicitud(request: PeticionDentro, folio: str) -> HttpResponse:
    """How a request stands and what was said about it; takes one message more."""
    contexto = _conversacion(request, folio)
    enviado = request.method == "POST"
    form = MensajeForm(request.POST if enviado else None, request.FILES if enviado else None)
    rechazo: Rechazo | None = None
    if enviado:
        try:
            if _enviar(request, contexto["solicitud"], form):
                messages.success(request, _("Enviamos tu mensaje."))
                return redirect("promociones:solicitud", folio=folio)
        except Rechazo as error:
            rechazo = error
    contexto["form"] = form
    if pide_fragmento(request):
        documentos_suyos = (contexto["acuse"], contexto["resolucion"])
        listo = all(uno is None or uno.esta_sellado for uno in documentos_suyos)
        return al_estar_listo(request, "promociones/solicitud.html#documentos", contexto, listo=listo)
    salida = rechazos.pagina(request, "promociones/solicitud.html", contexto, rechazo=rechazo)
    if form.errors and rechazo is None:
        salida.status_code = 422
    return salida


def _enviar(request: PeticionDentro, solicitud: Solicitud, form: MensajeForm) -> bool:
    contar("promocion", clave=request.persona.rfc)
    return captura.enviar_mensaje(
        form,
        solicitud,
        accion=request.POST.get("accion", captura.ENVIAR),
        guardados=request.POST.getlist("guardado"),
        rfc=request.persona.rfc,
        ahora=timezone.now(),
    )


def _conversacion(request: PeticionDentro, folio: str) -> dict[str, Any]:
    rfc, antes = request.persona.rfc, clave_opcional(request, "antes")
    conversacion = selectors.solicitud_de(folio, rfc=rfc, antes=antes)
    if conversacion is None:
        raise Http404
    suya = conversacion.solicitud
    return {
        "conversacion": conversacion,
        "antes": antes,
        "solicitud": suya,
        "acuse": documentos.documento_de(folio, rfc=rfc),
        "resolucion": suya.resolucion,
        "adjuntos": conversacion.adjuntos,
        "por_enviar": selectors.por_enviar(suya),
        "plazo": plazo_en_palabras(suya, hoy=dia_en_centro(timezone.now())),
    }


@sin_buzon_activo
@require_safe
def plazo(request: PeticionDentro, folio: str) -> HttpResponse:
    """Give the term of one's own open request for one's calendar; once it is resolved there is none."""
    suya = selectors.solicitud_de(folio, rfc=request.persona.rfc)
    if suya is None or suya.solicitud.resuelta_en is not None:
        raise Http404
    direccion = f"{settings.URL_PUBLICA}{reverse('promociones:solicitud', args=[folio])}"
    contenido = calendario_de(suya.solicitud, direccion=direccion, ahora=timezone.now())
    return descarga(contenido, nombre=f"plazo-{folio}.ics", tipo=TIPO)


@sin_buzon_activo
@require_safe
def adjunto(request: PeticionDentro, adjunto_id: UUID) -> HttpResponse:
    suyo = selectors.adjunto_de(adjunto_id, rfc=request.persona.rfc)
    if suyo is None:
        raise Http404
    return descarga(bytes(suyo.contenido), nombre=suyo.nombre, tipo=suyo.tipo)
