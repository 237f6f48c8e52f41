"""Addresses of documents."""

from django.urls import path

from buzon.documentos import views
from buzon.documentos.models import Clase

app_name = "documentos"
urlpatterns = [
    path("acuses/<folio:folio>.pdf", views.descargar, {"clase": Clase.ACUSE}, name="acuse"),
    path("opiniones/<folio:folio>.pdf", views.descargar, {"clase": Clase.OPINION}, name="opinion"),
    path(
        "resoluciones/<folio:folio>.pdf",
        views.descargar,
        {"clase": Clase.RESOLUCION},
        name="resolucion",
    ),
    path("verificar/", views.verificar, name="verificar"),
    path("verificar/sello/raiz.<str:tipo>", views.raiz_del_sello, name="raiz"),
    path("verificar/<str:nombre>", views.evidencia, name="evidencia"),
]
