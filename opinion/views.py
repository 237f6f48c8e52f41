"""Pages of the opinion: the public look-up, which keeps nothing, and 32D Consultar Mi Opinión for its holder."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buzon.cuentas.peticion import PeticionDentro
from buzon.padron.errores import HechosNoDisponibles
from buzon.valores.identificadores import (
    LARGO_MAXIMO_CAPTURADO,
    RfcInvalido,
    tiene_digito_correcto,
    validar_rfc,
)
from buzon.web import rechazos
from buzon.web.formato import momento
from buzon.web.fragmentos import al_estar_listo, pide_fragmento
from buzon.web.limites import contar, limitar
from buzon.web.molde import dibujar
from buzon.web.peticiones import rfc_de_la_direccion
from opinion import emision, services
from opinion.conteo import conteo
from opinion.huella import Titular

MASCARA = 3
"""Any is read alike; weighing all eight takes most of the time of a QR."""


@login_not_required
@require_safe
@limitar("consulta")
def consulta(request: HttpRequest) -> HttpResponse:
    """Show the form; with `?rfc=`, lead to the permanent page of that RFC."""
    if "rfc" not in request.GET:
        return _sin_rastro(render(request, "opinion/consulta.html", {"rfc": "", "error": ""}))
    capturado = rfc_de_la_direccion(request)
    try:
        return _sin_rastro(redirect(ruta_de(validar_rfc(capturado))))
    except RfcInvalido as error:
        return _rfc_invalido(request, capturado, error)


@login_not_required
@require_safe
@limitar("qr")
def qr(request: HttpRequest, rfc: str) -> HttpResponse:
    """Draw the address of the permanent page of an RFC; of any RFC, so that it tells nothing of this one."""
    try:
        es_suya = validar_rfc(rfc) == rfc
    except RfcInvalido:
        es_suya = False
    if not es_suya:
        raise Http404
    dibujo = BytesIO()
    codigo = segno.make_qr(
        f"{settings.URL_PUBLICA}{ruta_de(rfc)}", error="m", boost_error=False, mask=MASCARA
    )
    codigo.save(dibujo, kind="svg", xmldecl=False, omitsize=True)
    respuesta = HttpResponse(dibujo.getvalue(), content_type="image/svg+xml")
    respuesta.headers["Cache-Control"] = "private, max-age=86400"
    return respuesta


@login_not_required
@require_safe
@limitar("consulta")
def publica(request: HttpRequest, rfc: str) -> HttpResponse:
    """Show the opinion of an RFC, or the one neutral answer that says nothing of it."""
    try:
        valido = validar_rfc(rfc)
    except RfcInvalido as error:
        return _rfc_invalido(request, rfc, error)
    # One address an RFC, however it was typed: what is copied and linked to is always the same.
    if valido != rfc:
        return _sin_rastro(redirect(ruta_de(valido)))
    ahora = timezone.now()
    opinion = services.consultar_publica(valido, ahora=ahora)
    # `dibujar` keeps the page drawn for each set of `fijos`, and puts the `valores` of this RFC into it.
    fijos: dict[str, Any] = {
        "sentido": "",
        "digito_dudoso": not tiene_digito_correcto(valido),
        "sitio": settings.URL_PUBLICA,
    }
    valores = {
        "rfc": valido,
        "citado": quote(valido, safe=""),
        "consultada": momento(ahora),
    }
    if opinion is not None:
        conteo.contar(valido, ahora=ahora)
        fijos |= {
            "sentido": opinion.sentido.value,
            "impreso": _(opinion.sentido_impreso),
            "explicacion": opinion.explicacion,
        }
        valores |= {
            "nombre": opinion.nombre,
            "calculada": momento(opinion.calculada_en),
            "vigente": momento(opinion.vigente_hasta),
            "folio": opinion.folio,
            "autorizada": momento(opinion.autorizada_en),
        }
    return _sin_rastro(HttpResponse(dibujar(request, "opinion/publica.html", fijos=fijos, valores=valores)))


def ruta_de(rfc: str) -> str:
    """Return the path of the permanent page, with Ñ and & percent-encoded."""
    return f"{reverse('opinion:consulta')}{quote(rfc, safe='')}/"


def _rfc_invalido(request: HttpRequest, capturado: str, error: RfcInvalido) -> HttpResponse:
    rechazos.registrar(request, error)
    rechazo = rechazos.vista_de(error)
    contexto = {"rfc": capturado[:LARGO_MAXIMO_CAPTURADO], "error": rechazo.mensaje, "rechazo": rechazo}
    return _sin_rastro(render(request, "opinion/consulta.html", contexto, status=rechazo.status))


def _sin_rastro(respuesta: HttpResponse) -> HttpResponse:
    respuesta.headers["Cache-Control"] = "no-store"
    # A permission may be cancelled at any time: no search engine keeps what was said under it.
    respuesta.headers["X-Robots-Tag"] = "noindex"
    return respuesta


@require_http_methods(["GET", "HEAD", "POST"])
def mi_opinion(request: PeticionDentro) -> HttpResponse:
    """Explain the opinion as it stands now; Obtener mi opinión issues it."""
    ahora, titular = timezone.now(), _titular(request)
    mia, rechazo = None, None
    try:
        if request.method == "POST":
            contar("emitir", clave=titular.rfc)
            emitida = emision.emitir_opinion(titular, ahora=ahora)
            return redirect("mi_opinion:emitida", folio=emitida.folio)
        mia = emision.mi_opinion(titular, ahora=ahora)
    except HechosNoDisponibles as error:
        rechazo = error
    contexto = {"mia": mia, "ahora": ahora} | _historial(request)
    return rechazos.pagina(request, "opinion/mi_opinion.html", contexto, rechazo=rechazo)


@require_safe
def emitida(request: PeticionDentro, folio: str) -> HttpResponse:
    """The page of one issued opinion; its document's part alone when htmx asks for it."""
    ahora, titular = timezone.now(), _titular(request)
    opinion = emision.emitida_de(folio, rfc=titular.rfc)
    if opinion is None:
        raise Http404
    contexto: dict[str, Any] = {"opinion": opinion, "documento": opinion.documento}
    if pide_fragmento(request):
        listo = opinion.documento.esta_sellado
        return al_estar_listo(request, "opinion/emitida.html#documento", contexto, listo=listo)
    contexto["lugar"] = emision.lugar_de(opinion, titular=titular, ahora=ahora)
    contexto["quedan"] = quedan(opinion.resta(en=ahora))
    return render(request, "opinion/emitida.html", contexto | _historial(request))


def quedan(resta: timedelta) -> str:
    """«quedan 5 h 12 min», «quedan 12 min», «queda menos de un minuto»; empty once it is over."""
    segundos = resta.total_seconds()
    if segundos <= 0:
        return ""
    if segundos < 60:
        return _("queda menos de un minuto")
    horas, minutos = divmod(int(segundos // 60), 60)
    if horas:
        return _("quedan %(horas)s h %(minutos)s min") % {"horas": horas, "minutos": minutos}
    return _("quedan %(minutos)s min") % {"minutos": minutos}


def _titular(request: PeticionDentro) -> Titular:
    persona = request.persona
    return Titular.de(rfc=persona.rfc, nombre=persona.nombre, curp=persona.curp)


def _historial(request: PeticionDentro) -> dict[str, Any]:
    historial = emision.historial_de(request.persona.rfc, pagina=request.GET.get("pagina", "1"))
    if historial is None:
        raise Http404
    return {"historial": historial}
