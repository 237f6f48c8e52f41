"""Addresses of the shell: all public but the home of the Buzón."""

from django.urls import path

from buzon.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.inicio, name="inicio"),
    path("buzon/", views.buzon, name="buzon"),
    path("soporte/", views.soporte, name="soporte"),
    path("legal/", views.legal, name="legal"),
    path("privacidad/", views.privacidad, name="privacidad"),
    path("materiales/", views.guia, name="materiales"),
    path("materiales/<slug:clave>/", views.procedimiento, name="procedimiento"),
    path("accesibilidad/", views.accesibilidad, name="accesibilidad"),
    path("glosario/", views.glosario, name="glosario"),
]
