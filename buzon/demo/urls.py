"""Addresses of the demonstration; they exist only in demo mode."""

from django.urls import path

from buzon.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.inicio, name="inicio"),
    path("personas/", views.personas, name="personas"),
    path("personas/<int:numero>.<str:tipo>", views.archivo, name="archivo"),
    path("mensajes/", views.mensajes, name="mensajes"),
]
