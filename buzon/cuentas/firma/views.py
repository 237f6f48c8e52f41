"""The two pages of the desk: one certifies an act with the e.firma (*Validar*, *Firmar*), the other shows it signed.

Each trámite has its own of both, at addresses of its own: `certificar(tramite, plantilla)`, `acto(tramite, plantilla)`.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buzon.actos import selectors as actos_leidos
from buzon.actos import services as actos
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.confianza.services import CertificadoValidado
from buzon.cuentas.firma.services import TramiteFirmado, exigir_firmable, firmar
from buzon.cuentas.peticion import PeticionDentro, leer_certificado_enviado, leer_firma
from buzon.documentos import selectors as documentos_leidos
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.acceso import sin_buzon_activo
from buzon.web.errores import PeticionMalformada
from buzon.web.formato import fecha_larga
from buzon.web.fragmentos import al_estar_listo, pide_fragmento
from buzon.web.limites import contar
from buzon.web.peticiones import campo_unico


def certificar(
    tramite: TramiteFirmado[Any], plantilla: str
) -> Callable[[PeticionDentro, UUID], HttpResponse]:
    """Return the page that shows the exact text and takes its signature; a signed act leads to its page.

    Of one whose time is over it prepares the same anew, at an address of its own.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    def vista(request: PeticionDentro, acto_id: UUID) -> HttpResponse:
        preparado = actos_leidos.preparado_de(acto_id, rfc=request.persona.rfc, tramites=tramite.claves)
        if preparado is None:
            raise Http404
        rechazo: Rechazo | None = None
        try:
            if request.POST.get("accion") == "otra_vez":
                contar("preparar", clave=request.persona.rfc)
                nuevo = tramite.otra_vez(preparado, persona=request.persona, ahora=timezone.now())
                return redirect(resolve(request.path_info).view_name, acto_id=nuevo.pk)
            if request.method == "POST":
                firmado: ActoFirmado | None = firmar_lo_enviado(request, tramite, preparado)
            else:
                # Signed in another tab, or by a request whose answer was lost.
                firmado = actos_leidos.firmado_con(preparado)
            if firmado is not None:
                return redirect(tramite.pagina, folio=firmado.folio)
            exigir_firmable(tramite, preparado, ahora=timezone.now())
        except Rechazo as error:
            rechazo = error
        contexto = {"acto": preparado, "volver_url": reverse(tramite.inicio)} | tramite.contexto(preparado)
        return rechazos.pagina(request, plantilla, contexto, rechazo=rechazo)

    return vista


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


def firmar_lo_enviado(
    request: PeticionDentro, tramite: TramiteFirmado[Any], preparado: ActoPreparado | None = None
) -> ActoFirmado:
    """Sign the act that the dialogue posts, which has to be `preparado` where the address names one."""
    rfc = request.persona.rfc
    contar("firmar", clave=rfc)
    envio = leer_firma(request, campo_id="acto", esperado=str(preparado.pk) if preparado else "")
    acto = preparado or actos_leidos.preparado_por_id(envio.id, rfc=rfc)
    if acto is None or acto.tramite not in tramite.claves:
        raise Http404
    return firmar(tramite, acto, certificado=envio.certificado, firma=envio.firma, ahora=timezone.now())


def acto(tramite: TramiteFirmado[Any], plantilla: str) -> Callable[[PeticionDentro, str], HttpResponse]:
    @require_safe
    def vista(request: PeticionDentro, folio: str) -> HttpResponse:
        firmado = actos_leidos.firmado_de(folio, rfc=request.persona.rfc, tramites=tramite.claves)
        if firmado is None:
            raise Http404
        return mostrar(request, tramite, plantilla, firmado)

    return vista


def mostrar(
    request: PeticionDentro, tramite: TramiteFirmado[Any], plantilla: str, firmado: ActoFirmado
) -> HttpResponse:
    """Draw a signed act; only its acuse, once it is sealed, for htmx, which asks while the page says «Procesando…»."""
    documento = documentos_leidos.documento_de(firmado.folio, rfc=firmado.rfc)
    contexto = {"acto": firmado, "documento": documento}
    if pide_fragmento(request):
        listo = documento is not None and documento.esta_sellado
        return al_estar_listo(request, "firma/acto.html#acuse", contexto, listo=listo)
    return render(request, plantilla, contexto | tramite.contexto_firmado(firmado))
