"""The dashboard: the page, each chart, and each table as a file."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from buzon.bitacora import services as bitacora
from buzon.cuentas.personal.funcionario import Funcionario
from buzon.mesa.tablero import PERIODOS, Alcance, Cuadro, figura_de, figuras_de
from buzon.valores.hojas import como_csv
from buzon.web.archivos import descarga
from buzon.web.errores import NoEncontrado

VER = permission_required("cuentas.ver_tablero", raise_exception=True)


@require_GET
@VER
def tablero(request: HttpRequest) -> HttpResponse:
    """Show every figure that the reader may see."""
    alcance = _alcance(request)
    contexto = admin.site.each_context(request) | {
        "title": _("Tablero"),
        "subtitle": None,
        "alcance": alcance,
        "periodos": PERIODOS,
        "figuras": [(figura, figura.leer(alcance)) for figura in figuras_de(alcance)],
    }
    return render(request, "admin/personal/tablero.html", contexto)


@require_GET
@VER
def grafica(request: HttpRequest, clave: str) -> HttpResponse:
    """Draw one figure."""
    cuadro = _cuadro(clave, _alcance(request))
    if cuadro.dibujar is None:
        raise NoEncontrado(clave)
    return HttpResponse(cuadro.dibujar(), content_type="image/svg+xml")


@require_GET
@VER
def tabla(request: HttpRequest, clave: str) -> HttpResponse:
    """Give the table of one figure as a file for a spreadsheet; who takes it stays in the log."""
    alcance = _alcance(request)
    cuadro, archivo = _cuadro(clave, alcance), f"tablero-{clave}-{alcance.hoy:%Y-%m-%d}.csv"
    texto = como_csv(cuadro.encabezados, cuadro.renglones)
    detalle = {"autor": request.user.get_username(), "archivo": archivo, "dias": alcance.dias}
    bitacora.anotar(
        "personal.descarga", ahora=timezone.now(), detalle=detalle | {"subdelegacion": alcance.oficina}
    )
    return descarga(texto.encode("utf-8-sig"), nombre=archivo, tipo="text/csv; charset=utf-8")


def _alcance(request: HttpRequest) -> Alcance:
    oficina = Funcionario.de(request.user).subdelegacion
    return Alcance.de(oficina=oficina, dias=request.GET.get("dias", ""), ahora=timezone.now())


def _cuadro(clave: str, alcance: Alcance) -> Cuadro:
    figura = figura_de(clave, alcance=alcance)
    if figura is None:
        raise NoEncontrado(clave)
    return figura.leer(alcance)
