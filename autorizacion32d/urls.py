"""Addresses of 32D Autorización de Opinión Pública."""

from django.urls import path

from autorizacion32d import views

app_name = "autorizacion32d"
urlpatterns = [
    path("", views.estado, name="estado"),
    path("<uuid:acto_id>/", views.certificar, name="certificar"),
    path("actos/<str:folio>/", views.acto, name="acto"),
]
