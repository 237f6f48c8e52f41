"""Addresses of Promociones Electrónicas, Aclaraciones u Orientaciones."""

from django.urls import path, re_path

from buzon.promociones.views import escribir, seguir

app_name = "promociones"
urlpatterns = [
    path("", escribir.aclaraciones, name="aclaraciones"),
    path("borrador/", escribir.autoguardar, name="autoguardar"),
    path("descartar/", escribir.descartar, name="descartar"),
    path("<uuid:acto_id>/", escribir.certificar, name="certificar"),
    path("adjuntos/<uuid:adjunto_id>/", seguir.adjunto, name="adjunto"),
    re_path(r"^actos/(?P<folio>[0-9]{23})/$", seguir.acto, name="acto"),
    re_path(r"^(?P<folio>[0-9]{23})/$", seguir.solicitud, name="solicitud"),
]
