"""Addresses of Promociones Electrónicas, Aclaraciones u Orientaciones."""

from django.urls import path

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
    path(
        "actos/<folio:folio>/",
        sin_buzon_activo(escritorio.acto(tramite, "promociones/acto.html")),
        name="acto",
    ),
    path("<folio:folio>/plazo.ics", seguir.plazo, name="plazo"),
    path("<folio:folio>/", seguir.solicitud, name="solicitud"),
]
