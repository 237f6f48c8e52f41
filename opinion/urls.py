"""Addresses of the public look-up."""

from django.urls import path

from opinion import views

app_name = "opinion"
urlpatterns = [
    path("", views.consulta, name="consulta"),
    path("<str:rfc>/", views.publica, name="publica"),
]
