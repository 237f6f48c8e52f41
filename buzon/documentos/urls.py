"""Addresses of documents."""

from django.urls import path

from buzon.documentos import views

app_name = "documentos"
urlpatterns = [
    path("acuses/<str:folio>.pdf", views.acuse, name="acuse"),
    path("verificar/", views.verificar, name="verificar"),
    path("verificar/<str:nombre>", views.evidencia, name="evidencia"),
]
