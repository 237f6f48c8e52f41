"""Addresses of Promociones Electrónicas, Aclaraciones u Orientaciones."""

from django.urls import path, re_path

from buzon.cuentas.firma import views as escritorio
from buzon.promociones.services.presentacion import PresentacionDeSolicitud
from buzon.promociones.views import escribir, seguir
from buzon.web.acceso import sin_buzon_activo

app_name = "promociones"
tramite = PresentacionDeSolicitud()
urlpatterns = [
    path("", escribir.aclaraciones, name="aclaraciones"),
    path("borrador/", escribir.autoguardar, name="autoguardar"),
    path("descartar/", escribir.descartar, name="descartar"),
    path(
        "<uuid:acto_id>/",
        sin_buzon_activo(escritorio.certificar(tramite, "promociones/certificar.html")),
        name="certificar",
    ),
    path("adjuntos/<uuid:adjunto_id>/", seguir.adjunto, name="adjunto"),
    re_path(
        r"^actos/(?P<folio>[0-9]{23})/$",
        sin_buzon_activo(escritorio.acto(tramite, "promociones/acto.html")),
        name="acto",
    ),
    re_path(r"^(?P<folio>[0-9]{23})/$", seguir.solicitud, name="solicitud"),
]
