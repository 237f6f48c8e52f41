"""Public API, version 1: the opinion of an RFC as JSON. Read-only, without session, limited, never stored."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Schema
from pydantic import Field

from buzon.valores.fechas import iso_centro
from buzon.valores.identificadores import validar_rfc
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.limites import limitar
from opinion import services
from opinion.conteo import conteo
from opinion.errores import NoPublica
from opinion.reglas import Sentido
from opinion.selectors import OpinionPublica

Vista = Callable[..., HttpResponse]

# A page of anybody may ask: there is no session here that another origin could borrow.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, RateLimit, RateLimit-Policy, Retry-After",
}
SIN_CACHE = {"Cache-Control": "no-store"}
CONSULTA_PREVIA = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
PROBLEMAS = {
    "404": "No publica: desconocida, nunca autorizada o cancelada; la respuesta es la misma.",
    "422": "El RFC está mal formado o es genérico.",
    "429": "Demasiadas solicitudes; Retry-After dice cuándo volver.",
    "503": "Los datos no se pueden leer ahora.",
}


Instante = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-23T23:59:59-06:00"])
]


class OpinionEsquema(Schema):
    """An opinion whose holder authorised to make it public; instants in Centro de México."""

    rfc: Annotated[str, Field(examples=["EKU9003173C9"])]
    nombre: Annotated[str, Field(description="Como en el certificado del acto de autorización.")]
    sentido: Sentido
    calculada_en: Instante
    vigente_hasta: Instante
    folio: Annotated[str, Field(description="De la autorización.", pattern="^[0-9]{23}$")]
    autorizada_en: Instante

    @classmethod
    def de(cls, opinion: OpinionPublica) -> "OpinionEsquema":
        return cls(
            rfc=opinion.rfc,
            nombre=opinion.nombre,
            sentido=opinion.sentido,
            calculada_en=iso_centro(opinion.calculada_en),
            vigente_hasta=iso_centro(opinion.vigente_hasta),
            folio=opinion.folio,
            autorizada_en=iso_centro(opinion.autorizada_en),
        )


class Problema(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    codigo: Annotated[str, Field(description="Estable; es lo que un programa debe leer.")]


def abierta(vista: Vista) -> Vista:
    """Make a view public: anybody, from any origin, may read it within the limit, and nobody may store it."""
    limitada = require_safe(limitar("api")(vista))

    @csrf_exempt
    @login_not_required
    @wraps(vista)
    def responder(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A browser asks before it sends If-None-Match across origins; that answer says nothing and is not counted.
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return HttpResponse(status=204, headers=CORS | CONSULTA_PREVIA)
        try:
            respuesta = limitada(request, *args, **kwargs)
        except Rechazo as rechazo:
            respuesta = responder_rechazo(request, rechazo)
        for nombre, valor in (CORS | SIN_CACHE).items():
            respuesta.headers[nombre] = valor
        return _condicional(request, respuesta)

    return responder


def _condicional(request: HttpRequest, respuesta: HttpResponse) -> HttpResponse:
    if respuesta.status_code != 200:
        return respuesta
    set_response_etag(respuesta)
    etag = respuesta.headers["ETag"]
    # A 304 carries what the 200 would have carried, but for its body (RFC 9110, 15.4.5).
    condicionada = get_conditional_response(request, etag=etag, response=respuesta) or respuesta
    for nombre, valor in respuesta.headers.items():
        if not nombre.startswith("Content-"):
            condicionada.headers[nombre] = valor
    return condicionada


class ApiPublica(NinjaAPI):
    """A NinjaAPI whose every address is open; ninja itself would leave them behind the login."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        patrones, aplicacion, espacio = super().urls
        for patron in patrones:
            if isinstance(patron, URLPattern):
                patron.callback = abierta(patron.callback)
        return patrones, aplicacion, espacio


api = ApiPublica(
    title="Buzón IMSS: opinión pública del cumplimiento (clon demostrativo, sin validez oficial)",
    version="1.0.0",
    description="Consulta de la opinión del cumplimiento de quien autorizó hacerla pública. Nunca muestra adeudos.",
    urls_namespace="api",
    docs_url=None,  # its page loads scripts from outside; the schema itself is served
)


@api.exception_handler(Rechazo)
def responder_rechazo(request: HttpRequest, rechazo: Rechazo) -> HttpResponse:
    """Answer any refusal as problem+json; all are logged but the neutral one, which must cost and tell nothing."""
    if not isinstance(rechazo, NoPublica):
        rechazos.registrar(request, rechazo)
    return rechazos.respuesta(request, rechazo)


_CONTENIDO = {"application/problem+json": {"schema": Problema.model_json_schema()}}
_RESPUESTAS = {status: {"description": texto, "content": _CONTENIDO} for status, texto in PROBLEMAS.items()}
_OPINION: dict[str, Any] = {"response": OpinionEsquema, "url_name": "opinion"}


# ninja answers HEAD only where it is told to. `path`, so that an RFC with a bar in it is refused as malformed, as JSON.
@api.api_operation(["HEAD"], "/opiniones/{path:rfc}", include_in_schema=False, **_OPINION)
@api.get(
    "/opiniones/{path:rfc}",
    operation_id="opinion_publica",
    summary="Opinión pública de un RFC",
    openapi_extra={"responses": _RESPUESTAS},
    **_OPINION,
)
def opinion(request: HttpRequest, rfc: str) -> OpinionEsquema:
    """Return the opinion of whoever authorised making it public."""
    ahora = timezone.now()
    publica = services.consultar_publica(validar_rfc(rfc), ahora=ahora)
    if publica is None:
        raise NoPublica
    conteo.contar(publica.rfc, ahora=ahora)
    return OpinionEsquema.de(publica)
