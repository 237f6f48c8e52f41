"""Addresses for operators, and the switch of language."""

from django.urls import path

from buzon.web import views

app_name = "web"
urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path(".well-known/security.txt", views.contacto_de_seguridad, name="contacto_de_seguridad"),
    path("idioma/", views.idioma, name="idioma"),
]
