"""The staff's own pages besides the lists: everything of one RFC, and the dashboard."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buzon.bitacora import services as bitacora
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mesa import services
from buzon.mesa.expediente import Lector
from buzon.mesa.services import ExpedienteNoEncontrado, MotivoInsuficiente
from buzon.mesa.tablero.cuadro import PERIODOS, Corte, Cuadro
from buzon.mesa.tablero.figuras import figura_de, figuras_de
from buzon.valores.hojas import como_csv
from buzon.valores.identificadores import RfcInvalido, validar_rfc
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.archivos import descarga
from buzon.web.errores import NoEncontrado
from buzon.web.limites import contar
from buzon.web.peticiones import rfc_de_la_direccion
from buzon.web.solo_lectura import dejar_rastro

VER_EXPEDIENTE = permission_required("cuentas.ver_expediente", raise_exception=True)
REVELAR = permission_required(["cuentas.ver_expediente", "cuentas.revelar_medio"], raise_exception=True)
VER_TABLERO = permission_required("cuentas.ver_tablero", raise_exception=True)


@require_GET
@VER_EXPEDIENTE
def buscar(request: HttpRequest) -> HttpResponse:
    if "rfc" not in request.GET:
        return _formulario(request)
    escrito = rfc_de_la_direccion(request)
    try:
        return redirect("personal:expediente", validar_rfc(escrito))
    except RfcInvalido as rechazo:
        return _formulario(request, escrito=escrito, rechazo=rechazo)


@require_GET
@VER_EXPEDIENTE
def expediente(request: HttpRequest, rfc: str) -> HttpResponse:
    """Show everything of an RFC that the reader may see; who opened it stays in the log."""
    try:
        valido = validar_rfc(rfc)
        if valido != rfc:  # one address an RFC, however it was written
            return redirect("personal:expediente", valido)
        lector = Lector.de(request.user)
        encontrado = services.abrir_expediente(valido, lector=lector, ahora=timezone.now())
    except (RfcInvalido, ExpedienteNoEncontrado) as rechazo:
        return _formulario(request, escrito=rfc, rechazo=rechazo)
    dejar_rastro(request, rfc=valido)
    es_suyo = lector.funcionario.es_suyo(valido)
    contexto = {
        "expediente": encontrado,
        "es_suyo": es_suyo,
        "puede_revelar": not es_suyo and request.user.has_perm("cuentas.revelar_medio"),
        "motivo_maximo": services.MOTIVO_MAXIMO,
    }
    titulo = _("Expediente de %(rfc)s") % {"rfc": valido}
    return render(request, "admin/personal/expediente.html", _del_sitio(request, titulo) | contexto)


@require_POST
@REVELAR
def revelar(request: HttpRequest, rfc: str, medio_id: int) -> HttpResponse:
    """Show one means of contact whole, once, to whoever says why; it stays in the log."""
    contar("revelar", clave=request.user.get_username())
    contexto = _del_sitio(request, _("Revelar un medio de contacto"))
    contexto |= {"rfc": rfc, "motivo": request.POST.get("motivo", ""), "medio": None, "medio_id": medio_id}
    contexto["url_expediente"] = contexto["vuelta"] = reverse("personal:expediente", args=[rfc])
    try:
        contexto["medio"] = services.revelar_medio(
            medio_id,
            rfc=rfc,
            funcionario=Funcionario.de(request.user),
            motivo=contexto["motivo"],
            ahora=timezone.now(),
        )
    except MotivoInsuficiente as rechazo:
        return rechazos.pagina(request, "admin/personal/revelar.html", contexto, rechazo=rechazo)
    dejar_rastro(request, rfc=rfc)
    return rechazos.pagina(request, "admin/personal/revelar.html", contexto, rechazo=None)


def _formulario(request: HttpRequest, *, escrito: str = "", rechazo: Rechazo | None = None) -> HttpResponse:
    contexto = _del_sitio(request, _("Expediente por RFC")) | {"escrito": escrito}
    return rechazos.pagina(request, "admin/personal/buscar.html", contexto, rechazo=rechazo)


def _del_sitio(request: HttpRequest, titulo: str) -> dict[str, Any]:
    return admin.site.each_context(request) | {"title": titulo, "subtitle": None}


@require_GET
@VER_TABLERO
def tablero(request: HttpRequest) -> HttpResponse:
    corte = _corte(request)
    contexto = admin.site.each_context(request) | {
        "title": _("Tablero"),
        "subtitle": None,
        "corte": corte,
        "periodos": PERIODOS,
        "figuras": [(figura, figura.leer(corte)) for figura in figuras_de(corte)],
    }
    return render(request, "admin/personal/tablero.html", contexto)


@require_GET
@VER_TABLERO
def grafica(request: HttpRequest, clave: str) -> HttpResponse:
    cuadro = _cuadro(clave, _corte(request))
    if cuadro.dibujar is None:
        raise NoEncontrado(clave)
    return HttpResponse(cuadro.dibujar(), content_type="image/svg+xml")


@require_GET
@VER_TABLERO
def tabla(request: HttpRequest, clave: str) -> HttpResponse:
    """Give the table of one figure as a file for a spreadsheet; who takes it stays in the log."""
    corte = _corte(request)
    cuadro, archivo = _cuadro(clave, corte), f"tablero-{clave}-{corte.hoy:%Y-%m-%d}.csv"
    texto = como_csv(cuadro.encabezados, cuadro.renglones)
    detalle = {"autor": request.user.get_username(), "archivo": archivo, "dias": corte.dias}
    bitacora.anotar(
        "personal.descarga", ahora=timezone.now(), detalle=detalle | {"subdelegacion": corte.oficina}
    )
    return descarga(texto.encode("utf-8-sig"), nombre=archivo, tipo="text/csv; charset=utf-8")


def _corte(request: HttpRequest) -> Corte:
    oficina = Funcionario.de(request.user).subdelegacion
    return Corte.de(oficina=oficina, dias=request.GET.get("dias", ""), ahora=timezone.now())


def _cuadro(clave: str, corte: Corte) -> Cuadro:
    figura = figura_de(clave, corte=corte)
    if figura is None:
        raise NoEncontrado(clave)
    return figura.leer(corte)
