"""Addresses of 32D Autorización de Opinión Pública."""

from django.urls import path, re_path

from autorizacion32d import views

app_name = "autorizacion32d"
urlpatterns = [
    path("", views.estado, name="estado"),
    path("<uuid:acto_id>/", views.certificar, name="certificar"),
    re_path(r"^actos/(?P<folio>[0-9]{23})/$", views.acto, name="acto"),
]
