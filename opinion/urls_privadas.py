"""Addresses of 32D Consultar Mi Opinión."""

from django.urls import path, re_path

from opinion import views_privadas

app_name = "mi_opinion"
urlpatterns = [
    path("", views_privadas.consulta, name="consulta"),
    re_path(r"^(?P<folio>[0-9]{23})/$", views_privadas.emitida, name="emitida"),
]
