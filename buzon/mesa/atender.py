"""The orders of the desk over HTTP: answer, ask, resolve, assign and hand over, each from the page of requests."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from buzon.cuentas.models import Personal
from buzon.cuentas.peticion import funcionario
from buzon.mesa import forms
from buzon.mesa.columnas import ficha_del_plazo
from buzon.mesa.forms import AsignarForm, AtenderForm, TurnarForm
from buzon.mesa.historial import leer_visto, lo_dicho
from buzon.padron.models import Subdelegacion
from buzon.promociones import alcance, selectors
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models import Solicitud
from buzon.promociones.reglas import leer_sentido
from buzon.promociones.services import atencion, reparto, retenidas
from buzon.valores.captura import entero
from buzon.valores.fechas import dia_en_centro
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.errores import PeticionMalformada
from buzon.web.solo_lectura import SoloLectura, dejar_rastro

ASIGNAR, TURNAR = "promociones.asignar_solicitud", "promociones.turnar_solicitud"
PROPONER = "promociones.proponer_correccion"
DE_UNA_SOLICITUD = {*forms.PERMISOS.values(), ASIGNAR, TURNAR}


class Mesa:
    """What may be done to requests from their pages in admin."""

    def __init__(self, pagina: SoloLectura) -> None:
        self.pagina, self.sitio = pagina, pagina.admin_site

    def contexto(self, request: HttpRequest, solicitud: Solicitud) -> dict[str, Any]:
        """Return what a page shows of a request: what happened, and the forms that this person may use.

        Nothing is offered that its service would refuse: both ask `alcance`, and whether a correction waits.
        """
        quien, correcciones = funcionario(request), list(solicitud.correcciones.all())
        puede = solicitud.esta_abierta and any(map(request.user.has_perm, DE_UNA_SOLICITUD))
        impedimento = alcance.impedimento(alcance.exigir_alcance, quien, [solicitud]) if puede else None
        con_correccion = puede and any(una.esta_pendiente for una in correcciones)
        puede_proponer = request.user.has_perm(PROPONER) and quien.personal_id is not None
        ofrece = puede and impedimento is None
        suyas = self._formas(request, solicitud, con_correccion=con_correccion) if ofrece else {}
        return {
            **lo_dicho(request, solicitud, correcciones=correcciones),
            "plazo": ficha_del_plazo(solicitud, hoy=dia_en_centro(timezone.now())),
            "correcciones": correcciones,
            "impedimento": rechazos.vista_de(impedimento) if impedimento else None,
            "con_correccion": con_correccion,
            "puede_proponer": ofrece and puede_proponer and not con_correccion,
            "yo": quien.personal_id,
            "errores": False,
            "rechazo": None,
            "form_atender": None,
            "form_asignar": None,
            "form_turnar": None,
            "asignable_a_mi": False,
            **suyas,
        }

    def _formas(self, request: HttpRequest, solicitud: Solicitud, *, con_correccion: bool) -> dict[str, Any]:
        formas: dict[str, Any] = {}
        if any(map(request.user.has_perm, forms.PERMISOS.values())):
            formas["form_atender"] = self._form_de_atender(request, solicitud, con_correccion=con_correccion)
        if request.user.has_perm(ASIGNAR):
            candidatos = selectors.personal_para([solicitud])
            formas["form_asignar"] = AsignarForm(candidatos=candidatos)
            formas["asignable_a_mi"] = any(uno.pk == funcionario(request).personal_id for uno in candidatos)
        if request.user.has_perm(TURNAR) and not con_correccion:
            formas["form_turnar"] = _form_de_turnar(solicitud)
        return formas

    def _form_de_atender(
        self,
        request: HttpRequest,
        solicitud: Solicitud,
        *datos: Any,
        con_correccion: bool = False,
        **opciones: Any,
    ) -> AtenderForm:
        """Return the form with the orders that they may give; while a correction waits, none resolves it."""
        ordenes = [orden for orden, permiso in forms.PERMISOS.items() if request.user.has_perm(permiso)]
        if con_correccion:
            ordenes = [orden for orden in ordenes if orden != forms.RESOLVER]
        plantillas = selectors.plantillas_para(solicitud.asunto)
        return AtenderForm(*datos, ordenes=ordenes, plantillas=plantillas, **opciones)

    @method_decorator(require_POST)
    def atender(self, request: HttpRequest, solicitud_id: int) -> HttpResponse:
        """Answer, ask for information or resolve, under the name of who does it."""
        solicitud: Solicitud = self.pagina.fila_visible(request, str(solicitud_id))
        orden, paso = request.POST.get("orden", ""), request.POST.get("paso", "")
        _exigir(request, forms.PERMISOS.get(orden, forms.PERMISOS[forms.RESPONDER]))
        form = self._form_de_atender(request, solicitud, request.POST)
        if paso in {"plantilla", "corregir"}:
            return self._seguir_escribiendo(request, solicitud, form, paso=paso)
        if not form.is_valid():
            return self._otra_vez(request, solicitud, form_atender=form)
        try:
            if orden == forms.RESOLVER and paso != "confirmar":
                return self._confirmar(request, solicitud, form.cleaned_data)
            dicho = _hacer(request, solicitud, form.cleaned_data)
        except Rechazo as rechazo:
            return self._otra_vez(request, solicitud, rechazo=rechazo, form_atender=form)
        messages.success(request, dicho)
        return redirect(self._url("change", solicitud.pk))

    def _seguir_escribiendo(
        self, request: HttpRequest, solicitud: Solicitud, form: AtenderForm, *, paso: str
    ) -> HttpResponse:
        """Show the form again with what was written, and the template after it."""
        campos = {campo: request.POST.get(campo, "") for campo in ("orden", "sentido", "plantilla", "texto")}
        texto = form.con_plantilla() if paso == "plantilla" else campos["texto"]
        iniciales = campos if texto is None else campos | {"texto": texto, "plantilla": ""}
        nuevo = self._form_de_atender(
            request,
            solicitud,
            con_correccion=retenidas.tiene_correccion(solicitud),
            initial=iniciales,
        )
        nuevo.fields["plantilla" if texto is None else "texto"].widget.attrs["autofocus"] = True
        if texto is None:
            messages.warning(request, _("Elige una plantilla de la lista y pulsa «Usar plantilla»."))
        status = 422 if texto is None else 200
        return self.pagina.otra_vez(request, solicitud.pk, {"form_atender": nuevo}, status=status)

    def _confirmar(self, request: HttpRequest, solicitud: Solicitud, datos: dict[str, Any]) -> HttpResponse:
        """Show what would be sealed; nothing has happened yet."""
        sentido = leer_sentido(datos["sentido"])
        por_confirmar = atencion.preparar_resolucion(
            solicitud,
            sentido=sentido,
            texto=datos["texto"],
            quien=funcionario(request),
            visto=leer_visto(request),
        )
        contexto = self.sitio.each_context(request) | lo_dicho(request, solicitud)
        contexto |= {
            "title": _("Confirma la resolución"),
            "opts": self.pagina.opts,
            "sentido": sentido,
            "por_confirmar": por_confirmar,
            "vuelta": self._url("change", solicitud.pk),
        }
        return render(request, "admin/promociones/confirmar.html", contexto)

    @method_decorator(require_POST)
    def turnar(self, request: HttpRequest, solicitud_id: int) -> HttpResponse:
        """Hand it over to another office, or to nivel central."""
        solicitud: Solicitud = self.pagina.fila_visible(request, str(solicitud_id))
        _exigir(request, TURNAR)
        form = _form_de_turnar(solicitud, request.POST)
        if not form.is_valid():
            return self._otra_vez(request, solicitud, form_turnar=form)
        try:
            reparto.reasignar(
                solicitud,
                subdelegacion=form.elegida,
                motivo=form.cleaned_data["motivo"],
                quien=funcionario(request),
                ahora=timezone.now(),
                visto=leer_visto(request),
            )
        except Rechazo as rechazo:
            return self._otra_vez(request, solicitud, rechazo=rechazo, form_turnar=form)
        a = form.elegida or _(NIVEL_CENTRAL)
        messages.success(
            request, _("La solicitud %(folio)s se turnó a %(a)s.") % {"folio": solicitud.folio, "a": a}
        )
        # Once it is another office's, its own page would be a 404.
        la_ve = alcance.visibles_para(funcionario(request)).filter(pk=solicitud.pk).exists()
        return redirect(self._url("change", solicitud.pk) if la_ve else self._url("changelist"))

    @method_decorator(require_POST)
    def asignar(self, request: HttpRequest) -> HttpResponse:
        """Give one request, or several, to somebody; from a request's own page (`una`) it leads back there."""
        solicitudes = self._elegidas(request, request.POST.getlist(ACTION_CHECKBOX_NAME))
        form = AsignarForm(request.POST, candidatos=selectors.personal_para(solicitudes))
        if not form.is_valid():
            return self._elegir(request, solicitudes, form)
        try:
            cuantas = reparto.asignar(
                solicitudes, form.elegida, quien=funcionario(request), ahora=timezone.now()
            )
        except Rechazo as rechazo:
            return self._elegir(request, solicitudes, form, rechazo=rechazo)
        messages.success(request, _asignadas(cuantas, form.elegida))
        if "una" in request.POST:
            return redirect(self._url("change", solicitudes[0].pk))
        return redirect(f"{self._url('changelist')}?{request.GET.urlencode()}")

    def elegir_persona(self, request: HttpRequest, claves: Sequence[str]) -> HttpResponse:
        """Ask to whom the requests chosen in the queue are given; what they cannot assign is left out, and said."""
        elegidas = self._elegidas(request, claves)
        suyas = alcance.las_que_puede(funcionario(request), [una for una in elegidas if una.esta_abierta])
        if not suyas:
            messages.warning(request, _("Lo que elegiste ya está resuelto o no te toca a ti: no se asigna."))
            return redirect(f"{self._url('changelist')}?{request.GET.urlencode()}")
        form = AsignarForm(candidatos=selectors.personal_para(suyas))
        return self._elegir(request, suyas, form, fuera=len(elegidas) - len(suyas))

    def _elegidas(self, request: HttpRequest, claves: Sequence[str]) -> list[Solicitud]:
        """Return the chosen requests: 403 without the permission, 404 where one of them is not theirs to see."""
        if not self.pagina.has_view_permission(request):
            raise PermissionDenied
        _exigir(request, ASIGNAR)
        # A page at once, at most: all of them are held until all, or none, are given.
        if not claves or len(claves) > self.pagina.list_per_page:
            raise PeticionMalformada(ACTION_CHECKBOX_NAME)
        solicitudes = selectors.por_claves(leer_claves(claves), quien=funcionario(request))
        if solicitudes is None:
            raise Http404
        return solicitudes

    def _elegir(
        self,
        request: HttpRequest,
        solicitudes: Sequence[Solicitud],
        form: AsignarForm,
        *,
        fuera: int = 0,
        rechazo: Rechazo | None = None,
    ) -> HttpResponse:
        hoy = dia_en_centro(timezone.now())
        # Those of one person alone tell something of that person: it is written that they were read.
        if len(de_quienes := {una.rfc for una in solicitudes}) == 1:
            dejar_rastro(request, rfc=de_quienes.pop())
        contexto = self.sitio.each_context(request) | {
            "title": _("Asignar solicitudes"),
            "opts": self.pagina.opts,
            "filas": [(solicitud, ficha_del_plazo(solicitud, hoy=hoy)) for solicitud in solicitudes],
            "form": form,
            "fuera": fuera,
            "una": "una" in request.POST,
            "casilla": ACTION_CHECKBOX_NAME,
            "consulta": request.GET.urlencode(),
            "errores": form.is_bound and not form.is_valid(),
        }
        plantilla = "admin/promociones/asignar.html"
        if rechazo is not None:
            return rechazos.pagina(request, plantilla, contexto, rechazo=rechazo)
        status = 422 if contexto["errores"] else 200
        return render(request, plantilla, contexto | {"rechazo": None}, status=status)

    def _otra_vez(
        self, request: HttpRequest, solicitud: Solicitud, *, rechazo: Rechazo | None = None, **formas: Any
    ) -> HttpResponse:
        """Show the page with what was refused, and with everything that was written."""
        contexto = {"errores": rechazo is None} | formas
        return self.pagina.otra_vez(request, solicitud.pk, contexto, rechazo=rechazo)

    def _url(self, accion: str, *argumentos: Any) -> str:
        return reverse(f"admin:promociones_solicitud_{accion}", args=argumentos)


def leer_claves(claves: Sequence[str]) -> list[int]:
    """Return the keys that a form names; 404 for what is none."""
    leidas = [leida for clave in claves if (leida := entero(clave, digitos=18)) is not None]
    if len(leidas) != len(claves):
        raise Http404
    return leidas


def _exigir(request: HttpRequest, permiso: str) -> None:
    if not request.user.has_perm(permiso):
        raise PermissionDenied


def _form_de_turnar(solicitud: Solicitud, *datos: Any) -> TurnarForm:
    oficinas = Subdelegacion.objects.order_by("clave")
    return TurnarForm(*datos, actual=solicitud.subdelegacion_id, oficinas=oficinas)


def _hacer(request: HttpRequest, solicitud: Solicitud, datos: dict[str, Any]) -> str:
    """Give the order and return what is said of it."""
    comun = {"texto": datos["texto"], "quien": funcionario(request), "ahora": timezone.now()}
    match datos["orden"]:
        case forms.RESOLVER:
            sentido, sello = leer_sentido(datos["sentido"]), request.POST.get("sello", "")
            atencion.resolver_lo_confirmado(solicitud, sentido=sentido, sello=sello, **comun)
            return _("La solicitud quedó resuelta y se le avisó al particular.")
        case forms.REQUERIR:
            atencion.requerir_informacion(solicitud, visto=leer_visto(request), **comun)
            return _("Se le pidió la información al particular. El plazo sigue corriendo.")
    atencion.responder(solicitud, visto=leer_visto(request), **comun)
    return _("El mensaje quedó enviado al particular.")


def _asignadas(cuantas: int, a: Personal | None) -> str:
    if a is None:
        frase = ngettext(
            "%(n)s solicitud quedó sin asignar.", "%(n)s solicitudes quedaron sin asignar.", cuantas
        )
        return frase % {"n": cuantas}
    frase = ngettext("%(n)s solicitud se asignó a %(a)s.", "%(n)s solicitudes se asignaron a %(a)s.", cuantas)
    return frase % {"n": cuantas, "a": a.usuario.get_username()}
