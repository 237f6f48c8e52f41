"""The reference of the look-up: the same page as anybody would first write it, with the ORM and a template."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from autorizacion32d.models import Autorizacion
from autorizacion32d.reglas import Estado
from buzon.valores.fechas import fin_del_dia
from buzon.valores.identificadores import tiene_digito_correcto, validar_rfc
from buzon.web.formato import momento
from buzon.web.limites import limitar
from opinion.models import OpinionCalculada
from opinion.reglas import Sentido
from opinion.textos import EXPLICACIONES


@login_not_required
@limitar("consulta")
def publica(request: HttpRequest, rfc: str) -> HttpResponse:
    """Show the opinion of an RFC."""
    ahora = timezone.now()
    valido = validar_rfc(rfc)
    autorizacion = Autorizacion.objects.filter(rfc=valido, estado=Estado.AUTORIZADA).first()
    contexto = {
        "rfc": valido,
        "citado": quote(valido, safe=""),
        "consultada": momento(ahora),
        "sitio": settings.URL_PUBLICA,
        "sentido": "",
        "digito_dudoso": not tiene_digito_correcto(valido),
    }
    if autorizacion is not None:
        calculada = OpinionCalculada.objects.get(rfc=valido)
        sentido = Sentido(calculada.sentido)
        contexto |= {
            "sentido": sentido.value,
            "impreso": sentido.impreso,
            "explicacion": str(EXPLICACIONES[sentido]),
            "nombre": autorizacion.nombre,
            "calculada": momento(calculada.calculada_en),
            "vigente": momento(fin_del_dia(ahora)),
            "folio": autorizacion.folio,
            "autorizada": momento(autorizacion.autorizada_en or ahora),
        }
    respuesta = render(request, "opinion/publica.html", contexto)
    respuesta.headers["Cache-Control"] = "no-store"
    respuesta.headers["X-Robots-Tag"] = "noindex"
    return respuesta
