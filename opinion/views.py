"""Public look-up of an opinion: a form, and the permanent page of each RFC. No session, nothing stored."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buzon.valores.identificadores import LARGO_MAXIMO_CAPTURADO, RfcInvalido, validar_rfc
from buzon.web import rechazos
from buzon.web.formato import momento
from buzon.web.limites import limitar
from buzon.web.molde import dibujar
from buzon.web.peticiones import rfc_de_la_direccion
from opinion import services
from opinion.selectors import OpinionPublica


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
@limitar("consulta")
def publica(request: HttpRequest, rfc: str) -> HttpResponse:
    """Show the opinion of an RFC, or the one neutral answer that says nothing of it."""
    try:
        valido = validar_rfc(rfc)
    except RfcInvalido as error:
        return _rfc_invalido(request, rfc, error)
    if valido != rfc:
        return _sin_rastro(redirect(ruta_de(valido)))
    ahora = timezone.now()
    opinion = services.consultar_publica(valido, ahora=ahora)
    valores = {"rfc": valido, "consultada": momento(ahora), "url_permanente": _url_permanente(valido)}
    if opinion is None:
        return _sin_rastro(_pagina(request, fijos={"sentido": ""}, valores=valores))
    return _sin_rastro(_pagina(request, fijos=_fijos(opinion), valores=valores | _valores(opinion)))


def _pagina(request: HttpRequest, *, fijos: dict[str, str], valores: dict[str, str]) -> HttpResponse:
    return HttpResponse(dibujar(request, "opinion/publica.html", fijos=fijos, valores=valores))


def _fijos(opinion: OpinionPublica) -> dict[str, str]:
    return {
        "sentido": opinion.sentido.value,
        "impreso": _(opinion.sentido_impreso),
        "explicacion": opinion.explicacion,
    }


def _valores(opinion: OpinionPublica) -> dict[str, str]:
    return {
        "nombre": opinion.nombre,
        "calculada": momento(opinion.calculada_en),
        "vigente": momento(opinion.vigente_hasta),
        "folio": opinion.folio,
        "autorizada": momento(opinion.autorizada_en),
    }


def _url_permanente(rfc: str) -> str:
    return f"{settings.URL_PUBLICA}{ruta_de(rfc)}"


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
    respuesta.headers["X-Robots-Tag"] = "noindex"
    return respuesta
