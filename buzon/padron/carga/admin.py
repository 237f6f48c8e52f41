"""Staff's pages of loads: ask for one, watch it, read its errors; all of them stay listed."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRefresh

from buzon.padron.carga import services
from buzon.padron.carga.errores import ErrorDeArchivo, como_csv
from buzon.padron.carga.forms import CargaForm
from buzon.padron.carga.models import Carga
from buzon.web.solo_lectura import SoloLectura, dato

MOSTRADOS = 200


@admin.register(Carga)
class CargaAdmin(SoloLectura):
    """Loads, newest first."""

    busca_rfc = ""
    change_form_template = "admin/padron/carga.html"
    list_display = (
        dato("pk", gettext_lazy("Carga")),
        dato("pedida_en", gettext_lazy("Pedida")),
        dato("autor", gettext_lazy("Por")),
        dato("get_estado_display", gettext_lazy("Estado")),
        dato("total_de_cambios", gettext_lazy("Filas cambiadas")),
        dato("terminada_en", gettext_lazy("Terminada")),
    )
    list_filter = ("estado",)
    columnas = ("pedida_en", "autor", "estado", "cambios", "terminada_en")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("padron.add_carga")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ()  # admin/padron/carga.html draws a load by itself

    def get_urls(self) -> list[URLPattern]:
        envolver = self.admin_site.admin_view
        return [
            path("<int:carga_id>/avance/", envolver(self.avance), name=self._nombre_de_ruta("avance")),
            path("<int:carga_id>/errores.csv", envolver(self.errores), name=self._nombre_de_ruta("errores")),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        formulario = CargaForm(request.POST, request.FILES) if request.method == "POST" else CargaForm()
        if request.method == "POST" and formulario.is_valid():
            autor = request.user.get_username()
            carga = services.subir(**formulario.cleaned_data, autor=autor, ahora=timezone.now())
            messages.success(request, _("Recibimos los archivos. Esta página dice cómo va la carga."))
            return redirect(self._url("change", carga.pk))
        contexto = self.admin_site.each_context(request) | {
            "title": _("Cargar el padrón"),
            "opts": self.opts,
            "formulario": formulario,
        }
        status = 422 if formulario.errors else 200
        return render(request, "admin/padron/cargar.html", contexto, status=status)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        carga: Carga = context["original"]
        errores = [ErrorDeArchivo.de_json(error) for error in carga.errores]
        context |= {
            "carga": carga,
            "errores_mostrados": errores[:MOSTRADOS],
            "cuantos_errores": len(errores),
            "cambios": carga.cambios.items(),
            "url_avance": self._url("avance", carga.pk),
            "url_errores": self._url("errores", carga.pk) if errores else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def avance(self, request: HttpRequest, carga_id: int) -> HttpResponse:
        """Answer the page that watches a load: where it stands, and once it ended, the whole page again."""
        carga: Carga = self.fila_visible(request, str(carga_id))
        if not carga.esta_abierta:
            return HttpResponseClientRefresh()
        return render(request, "admin/padron/_avance.html", {"carga": carga})

    def errores(self, request: HttpRequest, carga_id: int) -> HttpResponse:
        carga: Carga = self.fila_visible(request, str(carga_id))
        texto = como_csv(ErrorDeArchivo.de_json(error) for error in carga.errores)
        return HttpResponse(
            texto.encode("utf-8-sig"),  # without that mark Excel takes it for Windows-1252
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="errores-carga-{carga.pk}.csv"'},
        )
