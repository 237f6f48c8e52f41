"""Pages of the inbox below its list: each message, and the read marks."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from buzon.mensajes import selectors, services
from buzon.mensajes.forms import LEIDOS, NO_LEIDOS, TODOS, FiltroForm, Marcado, SinSeleccion, leer_marcado
from buzon.mensajes.models import Clase
from buzon.mensajes.selectors import Filtro
from buzon.web import rechazos

ENLACES: dict[str, str | Promise] = {
    Clase.ACTO: gettext_lazy("Ver el acto y su acuse"),
    Clase.OPINION: gettext_lazy("Ver tu opinión"),
    Clase.SOLICITUD: gettext_lazy("Ver tu solicitud"),
    Clase.EFIRMA: gettext_lazy("Ver qué hacer con tu e.firma"),
    Clase.CUENTA: gettext_lazy("Ver tus medios de contacto"),
}


@require_safe
def mensaje(request: HttpRequest, mensaje_id: int) -> HttpResponse:
    """One message; that a person opens it marks it as read. The address carries the filter of the list."""
    rfc = request.user.get_username()
    form = FiltroForm(request.GET)
    detalle = selectors.detalle_de(mensaje_id, rfc=rfc, filtro=form.filtro if form.is_valid() else Filtro())
    if detalle is None:
        raise Http404
    if _la_abre_una_persona(request):
        services.marcar_leidos(rfc, ids=[mensaje_id], ahora=timezone.now())
    contexto = {
        "detalle": detalle,
        "texto_enlace": ENLACES[detalle.mensaje.clase],
        "vuelta": _vuelta(request),
    }
    return render(request, "mensajes/mensaje.html", contexto)


def _la_abre_una_persona(request: HttpRequest) -> bool:
    """A browser that fetches a page before anybody asks for it says so."""
    adelantado = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and not adelantado.startswith("prefetch")


@require_POST
def no_leido(request: HttpRequest, mensaje_id: int) -> HttpResponse:
    """Take the read mark off one message, and go back to the list as it was filtered."""
    rfc = request.user.get_username()
    if not selectors.tiene_mensaje(rfc, mensaje_id=mensaje_id):
        raise Http404
    services.marcar_no_leidos(rfc, ids=[mensaje_id])
    messages.info(request, _("El mensaje quedó como no leído."))
    return _a_la_lista(request)


@require_POST
def marcar(request: HttpRequest) -> HttpResponse:
    """Mark the chosen messages, or all, and go back to the list as it was filtered."""
    try:
        marcado = leer_marcado(request)
    except SinSeleccion as error:
        rechazos.registrar(request, error)
        visible = rechazos.vista_de(error)
        messages.error(request, f"{visible.titulo}. {visible.mensaje}")
        return _a_la_lista(request, vaciandose=False)
    messages.info(request, _hecho(marcado.como, _marcar(marcado, rfc=request.user.get_username())))
    return _a_la_lista(request)


def _marcar(marcado: Marcado, *, rfc: str) -> int:
    ahora = timezone.now()
    if marcado.como == TODOS:
        return services.marcar_todos_leidos(rfc, hasta=marcado.hasta, ahora=ahora)
    if marcado.como == LEIDOS:
        return services.marcar_leidos(rfc, ids=marcado.ids, ahora=ahora)
    return services.marcar_no_leidos(rfc, ids=marcado.ids)


def _hecho(como: str, cuantos: int) -> str:
    if not cuantos:
        return _("Ya estaban así: ningún mensaje cambió.")
    if como == NO_LEIDOS:
        frase = ngettext(
            "%(n)s mensaje quedó como no leído.", "%(n)s mensajes quedaron como no leídos.", cuantos
        )
    else:
        frase = ngettext("%(n)s mensaje quedó como leído.", "%(n)s mensajes quedaron como leídos.", cuantos)
    return frase % {"n": cuantos}


def _a_la_lista(request: HttpRequest, *, vaciandose: bool = True) -> HttpResponse:
    return redirect(f"{reverse('portal:buzon')}{_vuelta(request, vaciandose=vaciandose)}")


def _vuelta(request: HttpRequest, *, vaciandose: bool = True) -> str:
    """The filter and the page that the address carries; nothing of one that the list would refuse."""
    form = FiltroForm(request.GET)
    return form.vuelta(request.GET.get("pagina", ""), vaciandose=vaciandose) if form.is_valid() else ""
