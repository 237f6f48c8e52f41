"""The two pages of the desk: one certifies an act with the e.firma, the other shows it once it is signed.

Each trámite has its own of both, at addresses of its own: `certificar(tramite, plantilla)`, `acto(tramite, plantilla)`.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buzon.actos import selectors as actos
from buzon.actos.models import ActoFirmado, ActoPreparado
from buzon.cuentas.firma.services import TramiteFirmado, exigir_firmable, firmar
from buzon.cuentas.peticion import PeticionDentro, leer_firma
from buzon.documentos import selectors as documentos
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.fragmentos import al_estar_listo
from buzon.web.limites import contar


def certificar(
    tramite: TramiteFirmado[Any], plantilla: str
) -> Callable[[PeticionDentro, UUID], HttpResponse]:
    """Return the page that shows the exact text and takes its signature; a signed act leads to its page."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def vista(request: PeticionDentro, acto_id: UUID) -> HttpResponse:
        preparado = actos.preparado_de(acto_id, rfc=request.persona.rfc, tramites=tramite.claves)
        if preparado is None:
            raise Http404
        rechazo: Rechazo | None = None
        try:
            if request.method == "POST":
                firmado: ActoFirmado | None = firmar_lo_enviado(request, tramite, preparado)
            else:
                # Signed in another tab, or by a request whose answer was lost.
                firmado = actos.firmado_con(preparado)
            if firmado is not None:
                return redirect(tramite.pagina, folio=firmado.folio)
            exigir_firmable(tramite, preparado, ahora=timezone.now())
        except Rechazo as error:
            rechazo = error
        contexto = {"acto": preparado, "volver_url": reverse(tramite.inicio)} | tramite.contexto(preparado)
        return rechazos.pagina(request, plantilla, contexto, rechazo=rechazo)

    return vista


def firmar_lo_enviado(
    request: PeticionDentro, tramite: TramiteFirmado[Any], preparado: ActoPreparado | None = None
) -> ActoFirmado:
    """Sign the act that the dialogue posts, which has to be `preparado` where the address names one."""
    rfc = request.persona.rfc
    contar("firmar", clave=rfc)
    envio = leer_firma(request, campo_id="acto", esperado=str(preparado.pk) if preparado else "")
    acto = preparado or actos.preparado_por_id(envio.id, rfc=rfc)
    if acto is None or acto.tramite not in tramite.claves:
        raise Http404
    return firmar(tramite, acto, certificado=envio.certificado, firma=envio.firma, ahora=timezone.now())


def acto(tramite: TramiteFirmado[Any], plantilla: str) -> Callable[[PeticionDentro, str], HttpResponse]:
    @require_safe
    def vista(request: PeticionDentro, folio: str) -> HttpResponse:
        firmado = actos.firmado_de(folio, rfc=request.persona.rfc, tramites=tramite.claves)
        if firmado is None:
            raise Http404
        return mostrar(request, tramite, plantilla, firmado)

    return vista


def mostrar(
    request: PeticionDentro, tramite: TramiteFirmado[Any], plantilla: str, firmado: ActoFirmado
) -> HttpResponse:
    """Draw a signed act; only its acuse, once it is sealed, for htmx, which asks while the page says «Procesando…»."""
    documento = documentos.documento_de(firmado.folio, rfc=firmado.rfc)
    contexto = {"acto": firmado, "documento": documento}
    if request.htmx:
        listo = documento is not None and documento.esta_sellado
        return al_estar_listo(request, "firma/acto.html#acuse", contexto, listo=listo)
    return render(request, plantilla, contexto | tramite.contexto_firmado(firmado))
