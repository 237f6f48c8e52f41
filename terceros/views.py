"""32D Consulta de Terceros Autorizados: whose opinion one may see, what it says now, and its PDF."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buzon.cuentas.peticion import PeticionDentro
from buzon.documentos import selectors as documentos
from buzon.documentos.models import Clase
from buzon.valores.fechas import dia_en_centro, inicio_del_dia
from buzon.valores.hojas import TIPO_XLSX, como_csv, como_xlsx
from buzon.valores.identificadores import normalizar_rfc
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.archivos import descarga
from buzon.web.fragmentos import al_estar_listo, pide_fragmento
from buzon.web.limites import contar
from opinion import emision
from opinion import selectors as opinion_leida
from opinion.models import OpinionEmitida
from opinion.views import quedan
from terceros import peticiones, services
from terceros.reglas import Motivo, leer_motivo
from terceros.selectors import consultas_de, me_autorizaron, puede_ver
from terceros.services import Quien

LARGO_DE_BUSQUEDA = 100


@require_http_methods(["GET", "HEAD", "POST"])
def consulta(request: PeticionDentro) -> HttpResponse:
    """List who authorised one; Consultar shows what the opinion of one of them says now, Obtener opinión issues it."""
    rechazo: Rechazo | None = None
    if request.method == "POST":
        try:
            return _hacer(request)
        except Rechazo as error:
            rechazo = error
    ahora, busca = (
        timezone.now(),
        "".join(filter(str.isprintable, request.GET.get("q", "")))[:LARGO_DE_BUSQUEDA],
    )
    pagina = me_autorizaron(
        request.persona.rfc,
        en=ahora,
        dia=inicio_del_dia(ahora),
        busca=busca,
        pagina=request.GET.get("pagina", "1"),
    )
    if pagina is None:
        raise Http404
    contexto = {
        "autorizaciones": pagina,
        "busca": busca,
        "motivos": list(Motivo),
        "enviadas": peticiones.enviadas_por(request.persona.rfc),
        "pedido": request.POST.get("pedir", "")[:LARGO_DE_BUSQUEDA],
        "motivo": request.POST.get("motivo", ""),
    }
    return rechazos.pagina(request, "terceros/consulta.html", contexto, rechazo=rechazo)


def _hacer(request: PeticionDentro) -> HttpResponse:
    ahora = timezone.now()
    contar("tercero", clave=request.persona.rfc)
    quien = Quien(request.persona.rfc, request.persona.nombre)
    if "obtener" in request.POST:
        emitida = services.obtener(normalizar_rfc(request.POST["obtener"]), quien=quien, ahora=ahora)
        return redirect("terceros:emitida", folio=emitida.folio)
    if "pedir" in request.POST:
        motivo = leer_motivo(request.POST.get("motivo", ""))
        contar("pedir", clave=request.persona.rfc)
        pedido = normalizar_rfc(request.POST["pedir"])
        peticiones.pedir(pedido, quien=quien, motivo=motivo, ahora=ahora)
        messages.success(request, _("Tu petición a %(rfc)s se envió.") % {"rfc": pedido})
        return redirect("terceros:consulta")
    titular = normalizar_rfc(request.POST.get("consultar", ""))
    veredicto = services.consultar(titular, quien=quien, ahora=ahora)
    messages.success(
        request,
        _("%(rfc)s: opinión %(sentido)s. %(motivo)s, en este momento.")
        % {
            "rfc": titular,
            "sentido": _(veredicto.sentido.impreso),
            "motivo": _(veredicto.motivo.impreso),
        },
    )
    return redirect(request.get_full_path())


ENCABEZADO = ("RFC", "Nombre", "Opinión", "Motivo", "Calculada", "Autorizado desde", "Autorizado hasta")


@require_safe
def hoja(request: PeticionDentro, formato: str) -> HttpResponse:
    """Give the list of who authorised one, with the verdicts that stand, as CSV or XLSX; it notes a look of each."""
    contar("hoja", clave=request.persona.rfc)
    ahora, quien = timezone.now(), Quien(request.persona.rfc, request.persona.nombre)
    filas = services.lista_para_hoja(quien=quien, ahora=ahora)
    nombre = f"autorizaron_a_{quien.rfc}_{dia_en_centro(ahora):%Y%m%d}.{formato}"
    if formato == "csv":
        # The BOM tells spreadsheets that it is UTF-8.
        contenido = como_csv(ENCABEZADO, filas).encode("utf-8-sig")
        return descarga(contenido, nombre=nombre, tipo="text/csv; charset=utf-8")
    return descarga(como_xlsx(ENCABEZADO, filas, nombre="Autorizaron"), nombre=nombre, tipo=TIPO_XLSX)


DIAS_DEL_PUBLICO = 31


@require_safe
def quien_consulto(request: PeticionDentro) -> HttpResponse:
    """Tell a holder who looked at its opinion: third parties one by one, the public as counts of each day."""
    ahora, rfc = timezone.now(), request.persona.rfc
    consultas = consultas_de(rfc, pagina=request.GET.get("pagina", "1"))
    if consultas is None:
        raise Http404
    desde = dia_en_centro(ahora) - timedelta(days=DIAS_DEL_PUBLICO - 1)
    contexto = {"consultas": consultas, "publico": opinion_leida.conteos_de(rfc, desde=desde)}
    return render(request, "terceros/quien.html", contexto)


def _obtenida(request: PeticionDentro, folio: str) -> OpinionEmitida:
    """Return an opinion that one obtained as a third party, while its holder lets it be seen."""
    emitida = emision.obtenida_por(folio, tercero=request.persona.rfc)
    if emitida is None or not puede_ver(emitida.rfc, tercero=request.persona.rfc, en=timezone.now()):
        raise Http404
    return emitida


@require_safe
def emitida(request: PeticionDentro, folio: str) -> HttpResponse:
    """The page of an opinion obtained; its document's part alone when htmx asks for it."""
    opinion = _obtenida(request, folio)
    contexto: dict[str, Any] = {"opinion": opinion, "documento": opinion.documento}
    if pide_fragmento(request):
        listo = opinion.documento.esta_sellado
        return al_estar_listo(request, "terceros/emitida.html#documento", contexto, listo=listo)
    contexto["quedan"] = quedan(opinion.resta(en=timezone.now()))
    return render(request, "terceros/emitida.html", contexto)


@require_safe
def pdf(request: PeticionDentro, folio: str) -> HttpResponse:
    """Give the sealed PDF; 409 while it is being sealed, 404 once the authorisation ended."""
    opinion = _obtenida(request, folio)
    contenido = documentos.pdf_de(folio, rfc=opinion.rfc, clase=Clase.OPINION)
    if contenido is None:
        raise Http404
    return descarga(contenido, nombre=f"Opinion_{opinion.rfc}_{folio}.pdf", tipo="application/pdf")
