"""Download of one's own documents, and the public page that verifies them."""

from asn1crypto import pem
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buzon.documentos import selectors
from buzon.documentos.forms import VerificarForm
from buzon.documentos.models import Clase
from buzon.documentos.selectors import DocumentoVerificado
from buzon.valores.identificadores import es_folio, leer_folio
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.acceso import sin_buzon_activo
from buzon.web.archivos import descarga
from buzon.web.errores import NoDisponible
from buzon.web.limites import limitar
from buzon.web.peticiones import campo_unico

NOMBRES = {
    Clase.ACUSE: "Acuse_{rfc}_{folio}.pdf",
    Clase.OPINION: "MiOpinion_{rfc}.pdf",
    Clase.RESOLUCION: "Resolucion_{rfc}_{folio}.pdf",
}


@sin_buzon_activo
@require_safe
def descargar(request: HttpRequest, folio: str, clase: Clase) -> HttpResponse:
    """Give the sealed PDF to its owner; 409 while it is being sealed, 404 to anybody else.

    A request about the activation has its acuse and its resolution before the Buzón is active.
    """
    rfc = request.user.get_username()
    pdf = selectors.pdf_de(folio, rfc=rfc, clase=clase)
    if pdf is None:
        raise Http404
    nombre = NOMBRES[clase].format(rfc=rfc, folio=folio)
    return descarga(pdf, nombre=nombre, tipo="application/pdf")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limitar("verificar", metodos=frozenset({"POST"}))
def verificar(request: HttpRequest) -> HttpResponse:
    """Show what a document says to whoever has its folio and code, or its file."""
    resultado: DocumentoVerificado | None = None
    rechazo: Rechazo | None = None
    form = VerificarForm(initial={"folio": _folio_del_qr(request)})
    if request.method == "POST":
        form = VerificarForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                resultado = _verificado(form)
                form = VerificarForm()
            except Rechazo as error:
                rechazo = error
    contexto = {"form": form, "resultado": resultado, "raiz": selectors.raiz_que_se_ofrece()}
    respuesta = rechazos.pagina(request, "documentos/verificar.html", contexto, rechazo=rechazo)
    if form.errors:
        respuesta.status_code = 422
    respuesta["Cache-Control"] = "private, no-store"
    return respuesta


@login_not_required
@require_POST
@limitar("verificar")
def evidencia(request: HttpRequest, nombre: str) -> HttpResponse:
    """Give one file of the evidence to whoever posts folio and code; they never stand in an address."""
    verificado = selectors.verificado_por_codigo(
        campo_unico(request, "folio"), codigo=campo_unico(request, "codigo"), ahora=timezone.now()
    )
    archivo = selectors.evidencia(verificado, nombre=nombre)
    if archivo is None:
        raise Http404
    return descarga(archivo.contenido, nombre=archivo.nombre, tipo=archivo.tipo)


@login_not_required
@require_safe
def raiz_del_sello(request: HttpRequest, tipo: str) -> HttpResponse:
    """Give the root of the seal, DER or PEM, for the readers of PDF that do not know it."""
    raiz = selectors.raiz_que_se_ofrece()
    if raiz is None:
        raise NoDisponible("sello")
    match tipo:
        case "cer":
            return descarga(raiz.der, nombre="raiz-del-sello.cer", tipo="application/pkix-cert")
        case "pem":
            en_pem = pem.armor("CERTIFICATE", raiz.der)
            return descarga(en_pem, nombre="raiz-del-sello.pem", tipo="application/x-pem-file")
    raise Http404


def _folio_del_qr(request: HttpRequest) -> str:
    folio = leer_folio(request.GET.get("folio", "")[:80])
    return folio if es_folio(folio) else ""


def _verificado(form: VerificarForm) -> DocumentoVerificado:
    datos, ahora = form.cleaned_data, timezone.now()
    if datos["archivo"]:
        return selectors.verificado_por_pdf(datos["archivo"], ahora=ahora)
    return selectors.verificado_por_codigo(datos["folio"], codigo=datos["codigo"], ahora=ahora)
