"""Addresses of 32D Consultar Mi Opinión."""

from django.urls import path

from opinion import views_privadas

app_name = "mi_opinion"
urlpatterns = [
    path("", views_privadas.consulta, name="consulta"),
    path("<folio:folio>/", views_privadas.emitida, name="emitida"),
]
