"""Staff's pages of corrections: propose one from a request, and approve or turn down what somebody else proposed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buzon.cuentas.personal.funcionario import Funcionario
from buzon.cuentas.peticion import funcionario
from buzon.mesa.forms import AprobarForm, ProponerForm, RechazarForm, nuevos_de, pedidos_de
from buzon.mesa.historial import leer_visto, lo_dicho
from buzon.mesa.hoja import Potestad, hoja_de
from buzon.padron import selectors as padron
from buzon.padron.cambios import Cambio
from buzon.promociones import alcance
from buzon.promociones.correccion import renglones
from buzon.promociones.errores import CambioNoPermitido
from buzon.promociones.leyendas import NIVEL_CENTRAL
from buzon.promociones.models import Correccion, Solicitud
from buzon.promociones.services import correcciones as services
from buzon.valores.rechazo import Rechazo
from buzon.web import rechazos
from buzon.web.solo_lectura import SoloLectura, dato, dejar_rastro, texto

PROPONER, APROBAR = "promociones.proponer_correccion", "promociones.aprobar_correccion"
_ESTADO = dato("get_estado_display", gettext_lazy("Estado"))


@admin.display(description=gettext_lazy("Subdelegación"))
def oficina(correccion: Correccion) -> str:
    return str(correccion.solicitud.subdelegacion or _(NIVEL_CENTRAL))


@admin.register(Correccion)
class CorreccionAdmin(SoloLectura):
    """Those that wait first, the oldest before; then the decided and the withdrawn ones, newest first."""

    busca_rfc, busca_folio = "solicitud__rfc__startswith", "solicitud__folio__startswith"
    titular = "solicitud.rfc"
    change_form_template = "admin/promociones/correccion.html"
    list_display = (
        dato("propuesta_en", gettext_lazy("Propuesta")),
        _ESTADO,
        dato("solicitud.rfc", "RFC"),
        dato("solicitud.folio", gettext_lazy("Solicitud")),
        oficina,
        dato("propuesta_por", gettext_lazy("Propone")),
        dato("decidida_por", gettext_lazy("Decide")),
        dato("decidida_en", gettext_lazy("Decidida")),
    )
    list_filter = ("estado",)
    list_select_related = ("solicitud__subdelegacion",)
    ordering = ("-decidida_en", "propuesta_en", "id")
    detalle = (
        *list_display,
        texto("texto", gettext_lazy("Texto de la resolución")),
        dato("motivo", gettext_lazy("Motivo del rechazo")),
    )
    columnas = (
        *("propuesta_en", "estado", "propuesta_por", "decidida_por", "decidida_en"),
        *("solicitud__rfc", "solicitud__folio", "solicitud__subdelegacion__clave"),
        *("solicitud__subdelegacion__nombre", "solicitud__subdelegacion__ooad"),
    )
    search_help_text = gettext_lazy("RFC o folio de la solicitud, completo o su principio.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visibles = alcance.visibles_para(funcionario(request))
        return super().get_queryset(request).filter(solicitud__in=visibles)

    def get_urls(self) -> list[URLPattern]:
        envolver = self.admin_site.admin_view
        vistas: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "proponer": ("proponer/<int:solicitud_id>/", self.proponer),
            "aprobar": ("<int:correccion_id>/aprobar/", self.aprobar),
            "rechazar": ("<int:correccion_id>/rechazar/", self.rechazar),
            "retirar": ("<int:correccion_id>/retirar/", self.retirar),
        }
        propias = [
            path(ruta, envolver(vista), name=self._nombre_de_ruta(nombre))
            for nombre, (ruta, vista) in vistas.items()
        ]
        return [*propias, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one; that of another office is as if there were none."""
        self.fila_visible(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show what it changes, and the decision to whoever may take it."""
        context = self._vista(request, context["original"]) | context
        return super().render_change_form(request, context, *args, **kwargs)

    def _vista(self, request: HttpRequest, correccion: Correccion) -> dict[str, Any]:
        controlan = {nrp: str(una) for nrp, una in padron.quien_controla(correccion.solicitud.rfc).items()}
        cambios = [Cambio.de_json(cambio) for cambio in correccion.cambios]
        return {
            "correccion": correccion,
            "renglones": renglones(cambios, controlan=controlan),
            **lo_dicho(request, correccion.solicitud),
            **_lo_que_puede(request, correccion),
            "form_aprobar": AprobarForm(),
            "form": RechazarForm(),
            "rechazo": None,
            "errores": False,
        }

    def proponer(self, request: HttpRequest, solicitud_id: int) -> HttpResponse:
        """Show the facts of the RFC of a request, look for some, and take what is to change of them."""
        quien, solicitud = _solicitud_para(request, solicitud_id)
        # Written here: there is no row yet whose page would write it.
        dejar_rastro(request, rfc=solicitud.rfc)
        services.exigir_proponible(solicitud, quien=quien)
        if request.method != "POST":
            return self._hoja(request, solicitud, ProponerForm(), {})
        form, nuevos = ProponerForm(request.POST), nuevos_de(request.POST)
        if "buscar" in request.POST:
            # Unbound, so that what is half written is shown again and not found fault with.
            escrito = ProponerForm(initial={"texto": request.POST.get("texto", "")})
            return self._hoja(request, solicitud, escrito, nuevos)
        if not form.is_valid():
            return self._hoja(request, solicitud, form, nuevos, status=422)
        cambios, ahora = pedidos_de(nuevos), timezone.now()
        try:
            una = services.proponer(
                solicitud,
                cambios=cambios,
                quien=quien,
                ahora=ahora,
                visto=leer_visto(request),
                **form.cleaned_data,
            )
        except Rechazo as error:
            return self._hoja(request, solicitud, form, nuevos, error=error)
        messages.success(request, _("Quedó propuesta. Falta que otra persona la apruebe."))
        return redirect(self._url("change", una.pk))

    def _hoja(
        self,
        request: HttpRequest,
        solicitud: Solicitud,
        form: ProponerForm,
        nuevos: dict[str, str],
        *,
        error: Rechazo | None = None,
        status: int = 200,
    ) -> HttpResponse:
        buscado, potestad = request.POST.get("q", "")[:40], _potestad(request, solicitud)
        hoja = hoja_de(
            padron.hechos_de(solicitud.rfc),
            nombrados={
                *solicitud.registros,
                *(f"{uno['nrp']}-{uno['numero']}" for uno in solicitud.creditos),
            },
            nuevos=nuevos,
            potestad=potestad,
            buscado=buscado,
            rechazada=error.casilla if isinstance(error, CambioNoPermitido) else "",
        )
        contexto = self.admin_site.each_context(request) | lo_dicho(request, solicitud)
        contexto |= {
            "title": _("Proponer una corrección"),
            "opts": self.opts,
            "hoja": hoja,
            "corrige_alguno": bool(potestad.corrige),
            "columnas_de_registro": [_("Estado"), _("Trabajadores")],
            "columnas_de_credito": [_("Situación"), _("Garantía")],
            "buscado": buscado,
            "form": form,
        }
        salida = rechazos.pagina(request, "admin/promociones/proponer.html", contexto, rechazo=error)
        if error is None:
            salida.status_code = status
        return salida

    def aprobar(self, request: HttpRequest, correccion_id: int) -> HttpResponse:
        def orden(una: Correccion, quien: Funcionario) -> str:
            services.aprobar(una, quien=quien, ahora=timezone.now(), visto=leer_visto(request))
            return _("El padrón quedó corregido y la solicitud, resuelta. La opinión se calcula otra vez.")

        return self._decidir(request, correccion_id, orden, AprobarForm(request.POST), nombre="form_aprobar")

    def rechazar(self, request: HttpRequest, correccion_id: int) -> HttpResponse:
        form = RechazarForm(request.POST)

        def orden(una: Correccion, quien: Funcionario) -> str:
            services.rechazar(
                una, quien=quien, ahora=timezone.now(), visto=leer_visto(request), **form.cleaned_data
            )
            return _("Quedó rechazada. Quien la propuso lee el motivo y puede proponer otra.")

        return self._decidir(request, correccion_id, orden, form)

    def retirar(self, request: HttpRequest, correccion_id: int) -> HttpResponse:
        def orden(una: Correccion, quien: Funcionario) -> str:
            services.retirar(una, quien=quien, ahora=timezone.now(), visto=leer_visto(request))
            return _("Quedó retirada. La solicitud sigue abierta.")

        return self._decidir(request, correccion_id, orden, RechazarForm(), permiso=PROPONER)

    def _decidir(
        self,
        request: HttpRequest,
        correccion_id: int,
        orden: Callable[[Correccion, Funcionario], str],
        form: forms.Form,
        *,
        nombre: str = "form",
        permiso: str = APROBAR,
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        una: Correccion = self.fila_visible(request, str(correccion_id))
        if not request.user.has_perm(permiso):
            raise PermissionDenied
        if form.is_bound and not form.is_valid():
            return self.otra_vez(request, correccion_id, {nombre: form, "errores": True})
        try:
            messages.success(request, orden(una, funcionario(request)))
        except Rechazo as rechazo:
            return self.otra_vez(request, correccion_id, {nombre: form}, rechazo=rechazo)
        return redirect(self._url("change", correccion_id))


def _solicitud_para(request: HttpRequest, solicitud_id: int) -> tuple[Funcionario, Solicitud]:
    """Return who proposes and on which request; 403 for not allowed, 404 for none that they may see."""
    if not request.user.has_perms([PROPONER, "promociones.view_solicitud"]):
        raise PermissionDenied
    quien = funcionario(request)
    filas = alcance.visibles_para(quien).select_related("acto", "subdelegacion")
    solicitud = filas.filter(pk=solicitud_id).first()
    if solicitud is None:
        raise Http404
    return quien, solicitud


def _potestad(request: HttpRequest, solicitud: Solicitud) -> Potestad:
    oficinas = padron.quien_controla(solicitud.rfc)
    claves = {nrp: oficina.clave for nrp, oficina in oficinas.items()}
    corrige = alcance.corregibles(funcionario(request), solicitud, controlan=claves)
    return Potestad({nrp: str(oficina) for nrp, oficina in oficinas.items()}, corrige)


def _lo_que_puede(request: HttpRequest, correccion: Correccion) -> dict[str, Any]:
    """Return what is offered of a pending one: to withdraw one's own, to decide somebody else's."""
    quien = funcionario(request)
    puede = correccion.esta_pendiente and quien.personal_id is not None
    es_suya = correccion.propuesta_por == quien.usuario
    ofrecida = puede and request.user.has_perm(PROPONER if es_suya else APROBAR)
    impide, impide_aprobar = None, None
    if ofrecida:
        impide = alcance.impedimento(alcance.exigir_decidible, quien, correccion.solicitud)
    decide = ofrecida and not es_suya and impide is None
    if decide:
        # Turning it down changes nothing of the register, and asks for no more than seeing it.
        impide_aprobar = alcance.impedimento(services.exigir_aprobable, correccion, quien=quien)
    return {
        "impedimento": rechazos.vista_de(impide) if impide else None,
        "puede_decidir": decide,
        "impide_aprobar": rechazos.vista_de(impide_aprobar) if impide_aprobar else None,
        "puede_retirar": ofrecida and es_suya and impide is None,
    }
