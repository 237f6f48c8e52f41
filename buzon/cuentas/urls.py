"""Addresses of entering, activating and leaving."""

from django.urls import path

from buzon.cuentas import views
from buzon.cuentas.views import activacion

app_name = "cuentas"
urlpatterns = [
    path("ingresar/", views.ingresar, name="ingresar"),
    path("salir/", views.salir, name="salir"),
    path("efirma/validar/", views.validar, name="validar"),
    path("activacion/", activacion.medios, name="medios"),
    path("activacion/codigos/", activacion.codigos, name="codigos"),
    path("activacion/reenviar/", activacion.reenviar, name="reenviar"),
    path("activacion/terminos/", activacion.terminos, name="terminos"),
    path("activacion/listo/", activacion.activado, name="activado"),
]
