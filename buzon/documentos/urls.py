"""Addresses of documents."""

from django.urls import path, re_path

from buzon.documentos import views
from buzon.documentos.models import Clase

app_name = "documentos"
urlpatterns = [
    re_path(r"^acuses/(?P<folio>[0-9]{23})\.pdf$", views.descargar, {"clase": Clase.ACUSE}, name="acuse"),
    re_path(
        r"^opiniones/(?P<folio>[0-9]{23})\.pdf$", views.descargar, {"clase": Clase.OPINION}, name="opinion"
    ),
    re_path(
        r"^resoluciones/(?P<folio>[0-9]{23})\.pdf$",
        views.descargar,
        {"clase": Clase.RESOLUCION},
        name="resolucion",
    ),
    path("verificar/", views.verificar, name="verificar"),
    path("verificar/<str:nombre>", views.evidencia, name="evidencia"),
]
