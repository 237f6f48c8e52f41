"""32D Consultar Mi Opinión: one's opinion explained, its issue, and the page of each one that was issued."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buzon.cuentas.peticion import PeticionDentro
from buzon.padron.errores import HechosNoDisponibles
from buzon.web import rechazos
from buzon.web.fragmentos import al_estar_listo
from buzon.web.limites import contar
from opinion import emision, emitidas
from opinion.huella import Titular
from opinion.vigencia import quedan


@require_http_methods(["GET", "HEAD", "POST"])
def consulta(request: PeticionDentro) -> HttpResponse:
    """Explain the opinion as it stands now; Obtener mi opinión issues it."""
    ahora, titular = timezone.now(), _titular(request)
    mia, rechazo = None, None
    try:
        if request.method == "POST":
            contar("emitir", clave=titular.rfc)
            emitida = emision.emitir_opinion(titular, ahora=ahora)
            return redirect("mi_opinion:emitida", folio=emitida.folio)
        mia = emitidas.mi_opinion(titular, ahora=ahora)
    except HechosNoDisponibles as error:
        rechazo = error
    contexto = {"mia": mia, "ahora": ahora} | _historial(request)
    return rechazos.pagina(request, "opinion/mi_opinion.html", contexto, rechazo=rechazo)


@require_safe
def emitida(request: PeticionDentro, folio: str) -> HttpResponse:
    """The page of one issued opinion; its document's part alone when htmx asks for it."""
    ahora, titular = timezone.now(), _titular(request)
    opinion = emitidas.emitida_de(folio, rfc=titular.rfc)
    if opinion is None:
        raise Http404
    contexto: dict[str, Any] = {"opinion": opinion, "documento": opinion.documento}
    if request.htmx:
        listo = opinion.documento.esta_sellado
        return al_estar_listo(request, "opinion/emitida.html#documento", contexto, listo=listo)
    contexto["lugar"] = emitidas.lugar_de(opinion, titular=titular, ahora=ahora)
    contexto["quedan"] = quedan(opinion.resta(en=ahora))
    return render(request, "opinion/emitida.html", contexto | _historial(request))


def _titular(request: PeticionDentro) -> Titular:
    persona = request.persona
    return Titular.de(rfc=persona.rfc, nombre=persona.nombre, curp=persona.curp)


def _historial(request: PeticionDentro) -> dict[str, Any]:
    historial = emitidas.historial_de(request.persona.rfc, pagina=request.GET.get("pagina", "1"))
    if historial is None:
        raise Http404
    return {"historial": historial}
