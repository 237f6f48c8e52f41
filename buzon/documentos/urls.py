"""Addresses of documents."""

from django.urls import path, re_path

from buzon.documentos import views

app_name = "documentos"
urlpatterns = [
    re_path(r"^acuses/(?P<folio>[0-9]{23})\.pdf$", views.acuse, name="acuse"),
    path("verificar/", views.verificar, name="verificar"),
    path("verificar/<str:nombre>", views.evidencia, name="evidencia"),
]
