"""Entering, leaving, and the certificate that the signing dialogue asks about."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from buzon.actos import selectors as actos_leidos
from buzon.actos import services as actos
from buzon.confianza.services import CertificadoValidado
from buzon.cuentas import middleware, retos, services
from buzon.cuentas.models import Ingreso
from buzon.cuentas.peticion import PersonaDentro, PeticionDentro, leer_certificado_enviado, leer_firma
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.acceso import sin_buzon_activo, sin_copias
from buzon.web.direccion import clave_de_red, direccion_cliente
from buzon.web.errores import PeticionMalformada
from buzon.web.formato import fecha_larga
from buzon.web.limites import con_cabeceras, contar, devolver
from buzon.web.peticiones import campo_unico


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ingresar(request: HttpRequest) -> HttpResponse:
    """Give a challenge, take its signature: both are counted, and given back where somebody enters."""
    rechazo: Rechazo | None = None
    if request.method == "POST":
        try:
            _abrir_sesion(request, _ingreso(request))
            return HttpResponseRedirect(_destino(request))
        except Rechazo as error:
            rechazo = error
    cabeceras = contar("reto", clave=clave_de_red(request))
    if not request.session.session_key:
        request.session.create()
    reto = retos.crear(sesion=str(request.session.session_key), ahora=timezone.now())
    salida = rechazos.pagina(request, "cuentas/ingresar.html", {"reto": reto}, rechazo=rechazo)
    salida.headers["Cache-Control"] = "no-store"
    return con_cabeceras(salida, cabeceras)


def _ingreso(request: HttpRequest) -> Ingreso:
    red = clave_de_red(request)
    contar("ingresar", clave=red)
    envio = leer_firma(request, campo_id="reto")
    ingreso = services.ingresar(
        envio.id,
        certificado=envio.certificado,
        firma=envio.firma,
        sesion=str(request.session.session_key),
        direccion=str(direccion_cliente(request)),
        ahora=timezone.now(),
    )
    for limite in ("ingresar", "reto"):
        devolver(limite, clave=red)
    return ingreso


def _abrir_sesion(request: HttpRequest, ingreso: Ingreso) -> None:
    """A new session key and nothing of the anonymous session, nor of the one that was open in this browser."""
    _anotar_salida(request, ahora=ingreso.ocurrido_en)
    request.session.flush()
    login(request, ingreso.contribuyente.usuario)
    instante = ingreso.ocurrido_en.timestamp()
    request.session[middleware.ENTRO_EN] = request.session[middleware.ACTIVIDAD_EN] = instante
    request.session[middleware.INGRESO] = ingreso.pk


def _destino(request: HttpRequest) -> str:
    siguiente = request.GET.get("next", "")
    es_de_aqui = siguiente.startswith("/") and url_has_allowed_host_and_scheme(siguiente, allowed_hosts=None)
    return siguiente if es_de_aqui else reverse("portal:buzon")


@sin_buzon_activo
@require_POST
def salir(request: HttpRequest) -> HttpResponse:
    """End the session on the server."""
    _anotar_salida(request, ahora=timezone.now())
    logout(request)
    messages.success(request, _("Cerraste tu sesión."))
    return sin_copias(redirect("portal:inicio"))


def _anotar_salida(request: HttpRequest, *, ahora: datetime) -> None:
    persona: PersonaDentro | None = request.persona  # type: ignore[attr-defined]
    if persona is not None:
        services.salir(persona.ingreso, ahora=ahora)


@sin_buzon_activo
@require_POST
def validar(request: PeticionDentro) -> HttpResponse:
    """Tell the signing dialogue whether the certificate may sign this act; nothing is signed yet."""
    contar("firmar", clave=request.persona.rfc)
    acto = actos_leidos.preparado_por_id(_uuid(campo_unico(request, "acto")), rfc=request.persona.rfc)
    if acto is None:
        raise Http404
    try:
        validado = actos.validar_certificado_del_acto(
            acto, certificado=leer_certificado_enviado(request), ahora=timezone.now()
        )
    except Rechazo as error:
        rechazos.registrar(request, error)
        visible = rechazos.vista_de(error)
        return JsonResponse({"codigo": visible.codigo, "mensaje": visible.mensaje}, status=visible.status)
    return JsonResponse({"codigo": "", "mensaje": _("Tu e.firma es válida."), "detalle": _detalle(validado)})


def _uuid(texto: str) -> UUID:
    try:
        return UUID(texto)
    except ValueError:
        raise PeticionMalformada("acto") from None


def _detalle(validado: CertificadoValidado) -> str:
    certificado = validado.certificado
    vigencia = fecha_larga(certificado.hasta)
    if validado.revocacion_consultada:
        return _("Certificado %(numero)s, vigente hasta el %(dia)s, no revocado.") % {
            "numero": certificado.numero,
            "dia": vigencia,
        }
    return _("Certificado %(numero)s, vigente hasta el %(dia)s. Su revocación no se consultó.") % {
        "numero": certificado.numero,
        "dia": vigencia,
    }
